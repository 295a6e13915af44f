package io.dynamoplanner.metrics.exporter;

import static io.dynamoplanner.metrics.exporter.Family.counter;
import static io.dynamoplanner.metrics.exporter.Family.gauge;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** What was read about the traffic of a graph, whether it could be read, and what is expected. */
final class TrafficFamilies {
    private static final String UNKNOWN_IS_ABSENT = " in the newest complete window. Absent if unknown.";

    static final List<Family> ALL = List.of(
            gauge(
                    "dynamo_planner_traffic_requests_per_second",
                    "Requests per second" + UNKNOWN_IS_ABSENT,
                    (graph, rows) -> rows.add(requestsPerSecond(graph))),
            signal("dynamo_planner_traffic_input_tokens", "Mean input length of a request, tokens,", Signal.ISL, 1),
            signal("dynamo_planner_traffic_output_tokens", "Mean output length of a request, tokens,", Signal.OSL, 1),
            signal("dynamo_planner_traffic_ttft_seconds", "Mean time to first token", Signal.TTFT, 1e-3),
            signal("dynamo_planner_traffic_itl_seconds", "Mean inter-token latency", Signal.ITL, 1e-3),
            signal(
                    "dynamo_planner_traffic_ttft_inside_ratio",
                    "Share of the requests whose first token came within the TTFT target, 0 to 1,",
                    Signal.TTFT_INSIDE,
                    1),
            signal(
                    "dynamo_planner_traffic_itl_inside_ratio",
                    "Share of the tokens that followed the one before within the ITL target, 0 to 1,",
                    Signal.ITL_INSIDE,
                    1),
            signal(
                    "dynamo_planner_traffic_request_duration_seconds",
                    "Mean duration of a request",
                    Signal.REQUEST_DURATION,
                    1),
            signal(
                    "dynamo_planner_traffic_kv_hit_ratio",
                    "Share of the prompt tokens that a prefix cache held, 0 to 1,",
                    Signal.KV_HIT_RATE,
                    1),
            signal(
                    "dynamo_planner_traffic_accept_length_tokens",
                    "Mean tokens that one decode pass yields",
                    Signal.ACCEPT_LENGTH,
                    1),
            gauge(
                    "dynamo_planner_reading_state",
                    "What became of a reading of the newest window: 1 for value, zero (confirmed) or the cause for which"
                            + " it is unknown, 0 for the others.",
                    (graph, rows) -> graph.window()
                            .ifPresent(window -> window.readings()
                                    .forEach((signal, reading) ->
                                            rows.oneOf(ReadingState.of(reading), "state", "signal", signal.key())))),
            gauge(
                    "dynamo_planner_reading_known_timestamp_seconds",
                    "End of the newest window in which a signal was known, seconds since 1970.",
                    (graph, rows) -> graph.known()
                            .forEach((signal, end) -> rows.add(end.toEpochMilli() / 1e3, "signal", signal.key()))),
            counter(
                    "dynamo_planner_windows_total",
                    "Windows of the demand grid: read, unknown (the request count could not be read), missed (nobody"
                            + " looked).",
                    TrafficFamilies::windows),
            demand(
                    "dynamo_planner_forecast_requests_per_second",
                    "Requests per second expected in the next window, the most likely value. Absent without a demand.",
                    demand -> demand.expectedRequests() / demand.windowSeconds()),
            demand(
                    "dynamo_planner_demand_requests_per_second",
                    "Requests per second that the fleet is sized for: the chosen quantile of the highest load until new"
                            + " engines serve. Absent without a demand.",
                    Demand::requestsPerSecond),
            demand(
                    "dynamo_planner_demand_input_tokens",
                    "Mean input length that the fleet is sized for, tokens. Absent without a demand.",
                    Demand::isl),
            demand(
                    "dynamo_planner_demand_output_tokens",
                    "Mean output length that the fleet is sized for, tokens. Absent without a demand.",
                    Demand::osl),
            gauge(
                    "dynamo_planner_demand_calibration_error_ratio",
                    "Share of the requests that did come in windows with no more load than was sized for, less the share"
                            + " that should; negative if forecasts are too low. Load: requests, input_tokens or"
                            + " output_tokens. Absent until twenty windows can tell.",
                    (graph, rows) -> coverage(graph).ifPresent(coverage -> {
                        rows.add(coverage.requests() - coverage.stated(), "load", "requests");
                        rows.add(coverage.input() - coverage.stated(), "load", "input_tokens");
                        rows.add(coverage.output() - coverage.stated(), "load", "output_tokens");
                    })),
            gauge(
                    "dynamo_planner_demand_trust",
                    "How far the demand may be acted on: 1 for live (grow and shrink), held (an older value stands in:"
                            + " grow only) or none (change nothing), 0 for the others.",
                    (graph, rows) -> graph.report()
                            .ifPresent(report -> rows.oneOf(report.demand().trust(), "trust"))),
            gauge(
                    "dynamo_planner_forecast_basis",
                    "What the forecast stands on: 1 for model, last_value (too few points) or no_data, 0 for the others.",
                    (graph, rows) -> graph.report()
                            .ifPresent(report -> rows.oneOf(report.demand().basis(), "basis"))),
            gauge(
                    "dynamo_planner_forecast_predictor",
                    "Who forecast a load: always 1. Predictor: its name, and the one that it chose if it chooses. Fallback:"
                            + " what stands in for its model (last_value, no_value_yet, failed), or none.",
                    (graph, rows) -> graph.report()
                            .ifPresent(report -> report.demand()
                                    .forecasts()
                                    .forEach(f -> rows.add(
                                            1, "load", f.load(), "predictor", f.by(), "fallback", fallback(f))))),
            gauge(
                    "dynamo_planner_forecast_error_requests_per_second",
                    "Forecast for the newest window less what came. Absent if there was no live forecast or the count is"
                            + " unknown.",
                    (graph, rows) -> rows.add(graph.forecastError())));

    private TrafficFamilies() {}

    /** Without the reason, whose numbers would make a series of each window. */
    private static String fallback(Demand.Forecast forecast) {
        String fallback = forecast.fallback();
        int reason = fallback.indexOf(':');
        return fallback.isEmpty()
                ? "none"
                : fallback.substring(0, reason < 0 ? fallback.length() : reason).replace(' ', '_');
    }

    /** The states of a reading. */
    private enum ReadingState {
        VALUE,
        ZERO,
        FAILED,
        EMPTY,
        STALE,
        NOT_A_NUMBER,
        NOT_OBSERVED;

        static ReadingState of(Reading reading) {
            if (reading instanceof Reading.Unknown unknown) {
                return switch (unknown.why()) {
                    case FAILED -> FAILED;
                    case EMPTY -> EMPTY;
                    case STALE -> STALE;
                    case NOT_A_NUMBER -> NOT_A_NUMBER;
                    case NOT_OBSERVED -> NOT_OBSERVED;
                };
            }
            return reading instanceof Reading.Zero ? ZERO : VALUE;
        }
    }

    /** Requests per second in the newest window; empty if unknown. */
    static OptionalDouble requestsPerSecond(GraphSeries graph) {
        return value(
                graph,
                Signal.REQUESTS,
                graph.window().map(window -> 1 / window.seconds()).orElse(1.0));
    }

    /** A reading of the newest window in another unit; empty if unknown. */
    static OptionalDouble value(GraphSeries graph, Signal signal, double factor) {
        OptionalDouble value =
                graph.window().map(window -> window.get(signal).value()).orElse(OptionalDouble.empty());
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    /** A number of the demand; empty if there is none to size for. */
    static OptionalDouble value(GraphSeries graph, ToDoubleFunction<Demand> number) {
        return graph.report()
                .map(TickReport::demand)
                .filter(demand -> demand.trust() != Demand.Trust.NONE)
                .map(demand -> OptionalDouble.of(number.applyAsDouble(demand)))
                .orElse(OptionalDouble.empty());
    }

    private static Optional<Demand.Coverage> coverage(GraphSeries graph) {
        return graph.report()
                .map(TickReport::demand)
                .filter(demand -> demand.trust() != Demand.Trust.NONE)
                .flatMap(Demand::coverage);
    }

    private static Family signal(String name, String what, Signal signal, double factor) {
        return gauge(name, what + UNKNOWN_IS_ABSENT, (graph, rows) -> rows.add(value(graph, signal, factor)));
    }

    private static Family demand(String name, String help, ToDoubleFunction<Demand> number) {
        return gauge(name, help, (graph, rows) -> rows.add(value(graph, number)));
    }

    private static void windows(GraphSeries graph, Rows rows) {
        if (graph.totals().ticks() > 0) {
            rows.add(graph.totals().windows().read(), "result", "read");
            rows.add(graph.totals().windows().unknown(), "result", "unknown");
            rows.add(graph.totals().windows().missed(), "result", "missed");
        }
    }
}
