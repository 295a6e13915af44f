package io.dynamoplanner.metrics.exporter;

import static io.dynamoplanner.metrics.exporter.Family.gauge;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.metrics.exporter.TickReport.RoleReport;
import io.dynamoplanner.metrics.exporter.TickReport.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of Dynamo's own planner under its names and units, so that dashboards made for it find their series:
 * {@code dynamo_planner_} as of its release 1.6, {@code planner:} as of its releases 0.8 to 1.0. Aggregated engines are
 * its decode workers.
 */
final class ReferenceFamilies {
    static final List<Family> ALL = all();

    /** What one number is called in the two generations. */
    private record Twice(String newer, String older, String help, Family.Reader reader) {}

    /** Something of a graph that may be unknown. */
    @FunctionalInterface
    private interface Value {
        OptionalDouble of(GraphSeries graph);
    }

    private ReferenceFamilies() {}

    private static List<Family> all() {
        var families = new ArrayList<Family>();
        for (Twice metric : twice()) {
            families.add(gauge("dynamo_planner_" + metric.newer, metric.help, metric.reader));
            families.add(gauge("planner:" + metric.older, metric.help, metric.reader));
        }
        families.add(correction("planner:p_correction_factor", Role.PREFILL));
        families.add(correction("planner:d_correction_factor", Role.DECODE));
        families.add(capacity("dynamo_planner_engine_prefill_capacity_requests_per_second", Role.PREFILL));
        families.add(capacity("dynamo_planner_engine_decode_capacity_requests_per_second", Role.DECODE));
        families.add(target("dynamo_planner_sla_target_ttft_ms", "time to first token", Targets::ttftMs));
        families.add(target("dynamo_planner_sla_target_itl_ms", "inter-token latency", Targets::itlMs));
        families.add(gauge(
                "dynamo_planner_throughput_scaling_decision",
                "What the last tick decided: 1 for the state that is the case, 0 for the others.",
                (graph, rows) -> graph.report()
                        .ifPresent(report -> rows.oneOf(
                                ThroughputDecision.of(
                                        report.demand(), report.roles().map((role, r) -> r.decision())),
                                "dynamo_planner_throughput_scaling_decision"))));
        families.add(gauge(
                "dynamo_planner_load_scaling_decision",
                "State of reactive scaling, which this planner does not have: always disabled.",
                (graph, rows) -> graph.report()
                        .ifPresent(
                                report -> rows.oneOf(LoadDecision.DISABLED, "dynamo_planner_load_scaling_decision"))));
        return List.copyOf(families);
    }

    private static List<Twice> twice() {
        return List.of(
                new Twice("num_prefill_replicas", "num_p_workers", "Ready prefill replicas.", ready(Role.PREFILL)),
                new Twice(
                        "num_decode_replicas",
                        "num_d_workers",
                        "Ready decode or aggregated replicas.",
                        ready(Role.DECODE)),
                observed("observed_ttft_ms", "observed_ttft", "Mean time to first token, ms.", Signal.TTFT),
                observed("observed_itl_ms", "observed_itl", "Mean inter-token latency, ms.", Signal.ITL),
                new Twice(
                        "observed_requests_per_second",
                        "observed_request_rate",
                        "Requests per second.",
                        maybe(TrafficFamilies::requestsPerSecond)),
                observed(
                        "observed_request_duration_seconds",
                        "observed_request_duration",
                        "Mean duration of a request, s.",
                        Signal.REQUEST_DURATION),
                observed("observed_input_sequence_tokens", "observed_isl", "Mean input length, tokens.", Signal.ISL),
                observed("observed_output_sequence_tokens", "observed_osl", "Mean output length, tokens.", Signal.OSL),
                predicted(
                        "predicted_requests_per_second",
                        "predicted_request_rate",
                        "Requests per second expected in the next window.",
                        demand -> demand.expectedRequests() / demand.windowSeconds()),
                predicted(
                        "predicted_input_sequence_tokens",
                        "predicted_isl",
                        "Mean input length expected, tokens.",
                        Demand::isl),
                predicted(
                        "predicted_output_sequence_tokens",
                        "predicted_osl",
                        "Mean output length expected, tokens.",
                        Demand::osl),
                new Twice(
                        "predicted_num_prefill_replicas",
                        "predicted_num_p",
                        "Prefill replicas decided on.",
                        target(Role.PREFILL)),
                new Twice(
                        "predicted_num_decode_replicas",
                        "predicted_num_d",
                        "Decode or aggregated replicas decided on.",
                        target(Role.DECODE)),
                new Twice(
                        "gpu_hours",
                        "gpu_hours",
                        "GPU hours since the process started; never falls.",
                        (graph, rows) -> {
                            if (graph.totals().ticks() > 0) {
                                rows.add(graph.totals().gpuSeconds() / 3600);
                            }
                        }));
    }

    private static Twice observed(String newer, String older, String help, Signal signal) {
        return new Twice(newer, older, help, maybe(graph -> TrafficFamilies.value(graph, signal, 1)));
    }

    private static Twice predicted(String newer, String older, String help, ToDoubleFunction<Demand> number) {
        return new Twice(newer, older, help, maybe(graph -> TrafficFamilies.value(graph, number)));
    }

    private static Family correction(String name, Role role) {
        return gauge(
                name,
                "Factor between observed and modelled latency of " + role + " engines.",
                (graph, rows) -> of(graph, role)
                        .ifPresent(report -> rows.add(report.decision().correction())));
    }

    private static Family capacity(String name, Role role) {
        return gauge(
                name,
                "Requests per second that one " + role + " engine is counted for at the present demand.",
                (graph, rows) -> of(graph, role)
                        .ifPresent(report ->
                                rows.add(DecisionFamilies.engineRequestsPerSecond(graph, report.decision()))));
    }

    private static Family target(String name, String what, ToDoubleFunction<Targets> ms) {
        return gauge(
                name,
                "Target for the " + what + ", ms.",
                (graph, rows) -> graph.report().ifPresent(report -> rows.add(ms.applyAsDouble(report.targets()))));
    }

    private static Family.Reader ready(Role role) {
        return (graph, rows) -> of(graph, role)
                .map(RoleReport::fleet)
                .filter(fleet -> fleet.rollout() != RoleFleet.Rollout.UNKNOWN)
                .ifPresent(fleet -> rows.add(fleet.ready()));
    }

    private static Family.Reader target(Role role) {
        return (graph, rows) -> of(graph, role)
                .map(RoleReport::decision)
                .map(RoleDecision::target)
                .ifPresent(target -> rows.add(target.replicas()));
    }

    private static Family.Reader maybe(Value value) {
        return (graph, rows) -> rows.add(value.of(graph));
    }

    private static Optional<RoleReport> of(GraphSeries graph, Role role) {
        Optional<RoleReport> own = graph.roles().find(role);
        return own.isEmpty() && role.equals(Role.DECODE) ? graph.roles().find(Role.AGGREGATED) : own;
    }
}
