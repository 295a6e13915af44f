package io.dynamoplanner.metrics.prometheus;

import static io.dynamoplanner.metrics.prometheus.Reader.cause;
import static io.dynamoplanner.metrics.prometheus.Reader.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.LatencyTargets;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.testing.prometheus.OpenMetricsText;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What share of the requests lies inside a target, by the buckets in a real Prometheus server. */
@TestInstance(Lifecycle.PER_CLASS)
class InsideSharesTest {
    private static final String TTFT = "dynamo_frontend_time_to_first_token_seconds";
    private static final String ITL = "dynamo_frontend_inter_token_latency_seconds";
    private static final Map<String, Double> USUAL_ITL =
            Map.of("0", 0.0, "0.012", 900.0, "0.015", 990.0, "+Inf", 1000.0);

    private PrometheusServer server;
    private Reader reader;

    @BeforeAll
    void collect() {
        var text = new OpenMetricsText();
        Map<String, Double> coarse = Map.of("0", 0.0, "0.47", 80.0, "1", 96.0, "2.2", 100.0, "+Inf", 100.0);
        frontend(text, "coarse", "0", "tiny", coarse);
        frontend(text, "two", "0", "tiny", coarse);
        frontend(text, "two", "1", "tiny", Map.of("0", 0.0, "0.47", 0.0, "1", 100.0, "2.2", 300.0, "+Inf", 300.0));
        frontend(text, "spelled", "0", "tiny", Map.of("0.8", 10.0, "1", 60.0, "+Inf", 100.0));
        frontend(text, "spelled", "1", "tiny", Map.of("8e-01", 10.0, "1.0", 40.0, "+Inf", 100.0));
        frontend(text, "spelled", "2", "tiny", Map.of("0.80", 10.0, "1e+00", 50.0, "+Inf", 100.0));
        frontend(text, "mixed", "0", "tiny", coarse);
        frontend(
                text,
                "mixed",
                "1",
                "tiny",
                Map.of("0", 0.0, "0.4", 7.0, "0.47", 8.0, "0.55", 9.0, "1", 9.0, "+Inf", 9.0));
        frontend(text, "foreign", "0", "tiny", coarse);
        frontend(text, "foreign", "1", "tiny", Map.of("0.5", 3.0, "0.6", 4.0, "+Inf", 5.0));
        frontend(text, "models", "0", "tiny", Map.of("0.4", 1.0, "0.5", 2.0, "0.6", 2.0, "+Inf", 10.0));
        frontend(text, "models", "0", "large", Map.of("0.4", 9.0, "0.5", 9.0, "0.6", 9.0, "+Inf", 9.0));
        frontend(text, "waiting", "0", "tiny", Map.of("0", 0.0, "0.4", 0.0, "0.6", 0.0, "+Inf", 0.0));
        frontend(text, "broken", "0", "tiny", Map.of("0", 0.0, "0.4", 90.0, "0.6", 60.0, "+Inf", 100.0));
        frontend(text, "nan", "0", "tiny", Map.of("0", 0.0, "0.4", 90.0, "0.6", Double.NaN, "+Inf", 100.0));
        frontend(text, "none", "0", "tiny", Map.of());
        for (String namespace : List.of("agg", "disagg")) {
            router(text, namespace, Map.of("0.4", 30.0, "0.5", 60.0, "0.7", 80.0, "+Inf", 80.0));
        }
        server = PrometheusServer.start(text.toString());
        reader = new Reader(server.url(), TrafficMetrics.FRONTEND);
    }

    @AfterAll
    void close() {
        if (server != null) {
            reader.close();
            server.close();
        }
    }

    private static void frontend(
            OpenMetricsText text, String namespace, String pod, String model, Map<String, Double> ttft) {
        var labels = new HashMap<>(Frontend.target(namespace, namespace + "-" + pod));
        Minute.gauge(text, "up", labels, 1);
        labels.put("model", model);
        Minute.counter(text, "dynamo_frontend_requests_started_total", labels, 100);
        Minute.buckets(text, TTFT, labels, ttft);
        Minute.buckets(text, ITL, labels, USUAL_ITL);
    }

    private static void router(OpenMetricsText text, String namespace, Map<String, Double> ttft) {
        String router = "dynamo_component_router_";
        Map<String, String> labels = Map.of("dynamo_namespace", namespace, "router_id", "1");
        var decode = new HashMap<>(labels);
        decode.put("phase", "decode");
        Minute.counter(text, router + "requests_started_total", labels, 80);
        Minute.histogram(text, router + "input_sequence_tokens", decode, 8000, 80);
        Minute.buckets(text, router + "time_to_first_token_seconds", labels, ttft);
        Minute.buckets(text, router + "inter_token_latency_seconds", labels, USUAL_ITL);
    }

    private static TrafficScope scope(String namespace, double ttftMs) {
        return Reader.scope(namespace, "tiny").aimingAt(new LatencyTargets(ttftMs, 15));
    }

    private TrafficWindow read(String namespace, double ttftMs) {
        return reader.window(scope(namespace, ttftMs), Minute.START, Minute.SECONDS);
    }

    private static String why(TrafficWindow window, Signal signal) {
        assertThat(window.get(signal)).isInstanceOf(Reading.Unknown.class);
        return ((Reading.Unknown) window.get(signal)).detail();
    }

    private List<String> noticed(String namespace) {
        return reader.traffic.noticed(Reader.scope(namespace, "tiny").graph()).stream()
                .map(Finding::line)
                .toList();
    }

    /** Between bounds the share rises evenly; frontends weigh by their requests. */
    @ParameterizedTest
    @CsvSource({
        "coarse, 470, 0.80",
        "coarse, 1000, 0.96",
        "two, 470, 0.20",
        "two, 1000, 0.49",
        "spelled, 800, 0.10",
        "spelled, 1000, 0.50",
        "models, 500, 0.20",
        "models, 450, 0.15",
        "mixed, 470, 0.807339"
    })
    void shareIsReadOffTheBoundsAroundTheTarget(String namespace, double targetMs, double share) {
        assertThat(value(read(namespace, targetMs), Signal.TTFT_INSIDE)).isCloseTo(share, within(1e-6));
    }

    @Test
    void tokensAreReadLikeRequests() {
        assertThat(value(read("coarse", 500), Signal.ITL_INSIDE)).isCloseTo(0.99, within(1e-6));
    }

    /** Frontends come with few bounds: where many requests lie between two of them, nobody knows how many were in time. */
    @Test
    void farFromABoundTheShareIsUnknownUnlessHardlyAnythingLiesThere() {
        TrafficWindow read = read("coarse", 735);

        assertThat(cause(read, Signal.TTFT_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
        assertThat(why(read, Signal.TTFT_INSIDE)).contains("735 ms", "470 ms", "1000 ms", "DYN_METRICS_TTFT_COUNT=50");
    }

    @Test
    void anotherTargetCountsFromTheNextRead() {
        assertThat(value(read("coarse", 470), Signal.TTFT_INSIDE)).isCloseTo(0.80, within(1e-6));
        assertThat(noticed("coarse")).isEmpty();
        assertThat(cause(read("coarse", 700), Signal.TTFT_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
        assertThat(noticed("coarse")).hasSize(1);
    }

    @Test
    void shareOfNoRequestIsNeitherAllNorNone() {
        for (String namespace : List.of("waiting", "none")) {
            assertThat(cause(read(namespace, 500), Signal.TTFT_INSIDE)).isEqualTo(Cause.EMPTY);
        }
        TrafficWindow idle = reader.window(scope("coarse", 470), Minute.START + 120, 60);
        assertThat(idle.get(Signal.REQUESTS)).isInstanceOf(Reading.Zero.class);
        assertThat(cause(idle, Signal.TTFT_INSIDE)).isEqualTo(Cause.EMPTY);
        assertThat(cause(idle, Signal.ITL_INSIDE)).isEqualTo(Cause.EMPTY);
    }

    @Test
    void bucketsThatDoNotAddUpAreUnknown() {
        assertThat(cause(read("broken", 500), Signal.TTFT_INSIDE)).isEqualTo(Cause.NOT_A_NUMBER);
        assertThat(cause(read("nan", 500), Signal.TTFT_INSIDE)).isEqualTo(Cause.NOT_A_NUMBER);
        assertThat(value(read("broken", 500), Signal.ITL_INSIDE)).isCloseTo(0.99, within(1e-6));
    }

    /** What lies above the last bound may be inside or not, and windows that have none would look better than they are. */
    @Test
    void targetAboveAllBoundsIsUnknownAndSaysWhatToSet() {
        TrafficWindow read = read("coarse", 2500);

        assertThat(cause(read, Signal.TTFT_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
        assertThat(why(read, Signal.TTFT_INSIDE)).contains("2500 ms", "2200 ms", "DYN_METRICS_TTFT_MAX");
        assertThat(noticed("coarse")).hasSize(1).allMatch(line -> line.contains("DYN_METRICS_TTFT_MAX"));
    }

    @Test
    void boundsThatNotAllFrontendsHaveAreNotUsed() {
        TrafficWindow read = read("foreign", 500);

        assertThat(why(read, Signal.TTFT_INSIDE)).contains("above the highest bound");
    }

    @Test
    void boundsThatAreFarApartAreSaidOnceUntilTheyAreReadAgain() {
        read("coarse", 500);
        List<String> told = noticed("coarse");

        assertThat(told)
                .containsExactly("TTFT of prod/coarse: its target, 500 ms, lies between the histogram bounds 470 ms and"
                        + " 1000 ms, so that the share of requests inside it is unknown while more than 2 % lie in there, and"
                        + " teaches nothing; set DYN_METRICS_TTFT_COUNT=50 in the environment of the frontends");
        reader.windows(scope("coarse", 500), Minute.START - 60, 60, 3);
        assertThat(noticed("coarse")).isEqualTo(told);
        read("coarse", 1000);
        assertThat(noticed("coarse")).as("the target is a bound").isEmpty();
    }

    @Test
    void boundsThatAreCloseEnoughAreNotWorthAWord() {
        assertThat(value(read("models", 550), Signal.TTFT_INSIDE)).isCloseTo(0.2, within(1e-6));
        assertThat(noticed("models")).isEmpty();
    }

    @Test
    void sharesAreNotReadWithoutTargetsAndNotOfThePast() {
        TrafficWindow without = reader.window(Reader.scope("coarse", "tiny"), Minute.START, Minute.SECONDS);
        assertThat(cause(without, Signal.TTFT_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);

        for (TrafficWindow past : reader.windows(scope("coarse", 470), Minute.START - 60, 60, 3)) {
            assertThat(past.get(Signal.REQUESTS).isKnown()).isTrue();
            assertThat(cause(past, Signal.ITL_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
        }
    }

    @Test
    void routerTellsTheSharesOfAnAggregatedGraphOnly() {
        try (var routers = new Reader(server.url(), TrafficMetrics.ROUTER)) {
            TrafficScope agg = scope("agg", 600);
            TrafficWindow aggregated = routers.window(agg, Minute.START, Minute.SECONDS);
            var disagg = new TrafficScope(
                    scope("disagg", 600).graph(),
                    "disagg",
                    List.of(),
                    agg.model(),
                    true,
                    agg.decodeEndpoint(),
                    agg.targets());
            TrafficWindow disaggregated = routers.window(disagg, Minute.START, Minute.SECONDS);

            assertThat(value(aggregated, Signal.TTFT_INSIDE)).isCloseTo(70 / 80.0, within(1e-6));
            assertThat(value(aggregated, Signal.ITL_INSIDE)).isCloseTo(0.99, within(1e-6));
            assertThat(value(disaggregated, Signal.REQUESTS)).isCloseTo(80, within(1e-6));
            assertThat(cause(disaggregated, Signal.TTFT_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
            assertThat(why(disaggregated, Signal.ITL_INSIDE)).contains("mixes the passes");
        }
    }
}
