package io.dynamoplanner.metrics.prometheus;

import static io.dynamoplanner.metrics.prometheus.Reader.cause;
import static io.dynamoplanner.metrics.prometheus.Reader.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.testing.prometheus.OpenMetricsText;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Routers of several kinds and ages, read from a real Prometheus server. */
@TestInstance(Lifecycle.PER_CLASS)
class RouterTrafficTest {
    private static final String ROUTER = "dynamo_component_router_";

    private PrometheusServer server;
    private Reader reader;

    @BeforeAll
    void collect() {
        var text = new OpenMetricsText();
        // Between two roll-outs: some requests went through routers of the old namespace of the workers.
        router(text, "rolling_7f3a", 80, 4000, 80, 400);
        router(text, "rolling_0b1c", 20, 600, 20, 100);
        router(text, "rolling_extra", 999, 1, 999, 1);
        router(text, "old", 30, 30, 30, 30);
        Minute.histogram(text, ROUTER + "input_sequence_tokens", labels("shared", "llama", "decode"), 5000, 10);
        Minute.histogram(text, ROUTER + "input_sequence_tokens", labels("shared", "qwen", "decode"), 40, 40);
        router(text, "shared", 50, 1000, 50, 50);
        Minute.counter(text, ROUTER + "requests_total", Map.of("dynamo_namespace", "ancient"), 12);
        server = PrometheusServer.start(text.toString());
        reader = new Reader(server.url(), TrafficMetrics.ROUTER);
    }

    @AfterAll
    void close() {
        if (server != null) {
            reader.close();
            server.close();
        }
    }

    private static void router(OpenMetricsText text, String namespace, double n, double osl, double m, double ttft) {
        Map<String, String> labels = Map.of("dynamo_namespace", namespace, "router_id", "1");
        Minute.counter(text, ROUTER + "requests_started_total", labels, n);
        Minute.counter(text, ROUTER + "requests_total", labels, n);
        Minute.histogram(text, ROUTER + "output_sequence_tokens", labels, osl, n);
        Minute.histogram(text, ROUTER + "time_to_first_token_seconds", labels, ttft, m);
        Minute.histogram(text, ROUTER + "inter_token_latency_seconds", labels, ttft / 100, m);
    }

    private static Map<String, String> labels(String namespace, String model, String phase) {
        return Map.of("dynamo_namespace", namespace, "model", model, "phase", phase);
    }

    private static TrafficScope scope(String namespace, boolean disaggregated, String... runtime) {
        return new TrafficScope(
                new GraphId("prod", namespace),
                namespace,
                List.of(runtime),
                Optional.of("llama"),
                disaggregated,
                Optional.empty());
    }

    private TrafficWindow read(TrafficScope scope) {
        return reader.window(scope, Minute.START, Minute.SECONDS);
    }

    @Test
    void routersOfAllNamespacesOfAGraphCountTogether() {
        TrafficWindow read = read(scope("rolling", false, "rolling-7f3a", "rolling-0b1c"));

        assertThat(value(read, Signal.REQUESTS)).isCloseTo(100, within(1e-6));
        assertThat(value(read, Signal.OSL)).isCloseTo(46, within(1e-6));
        assertThat(value(read, Signal.TTFT)).isCloseTo(5000, within(1e-6));
        assertThat(value(read, Signal.REQUEST_DURATION)).isCloseTo(5 + 0.05 * 45, within(1e-6));
        assertThat(cause(read, Signal.ISL)).isEqualTo(Cause.EMPTY);
    }

    @Test
    void routerWithoutPhasesSaysNothingAboutADisaggregatedGraph() {
        TrafficWindow read = read(scope("old", true));

        assertThat(RequestSignals.SIGNALS)
                .allSatisfy(s -> assertThat(cause(read, s)).isEqualTo(Cause.NOT_OBSERVED));
        assertThat(value(read(scope("old", false)), Signal.REQUESTS)).isCloseTo(30, within(1e-6));
    }

    @Test
    void seriesThatMixModelsAreNotUsed() {
        TrafficWindow read = read(scope("shared", false));

        assertThat(value(read, Signal.REQUESTS)).isCloseTo(10, within(1e-6));
        assertThat(value(read, Signal.ISL)).isCloseTo(500, within(1e-6));
        assertThat(read.get(Signal.OSL))
                .isInstanceOfSatisfying(
                        Reading.Unknown.class,
                        unknown -> assertThat(unknown.detail()).contains("llama, qwen"));
        assertThat(cause(read, Signal.REQUEST_DURATION)).isEqualTo(Cause.NOT_OBSERVED);
    }

    @Test
    void completedRequestsOfAnOldRouterAreCountedAndThatIsSaid() {
        TrafficScope ancient = scope("ancient", false);

        assertThat(value(read(ancient), Signal.REQUESTS)).isCloseTo(12, within(1e-6));
        assertThat(reader.traffic.noticed(ancient.graph()))
                .extracting(Finding::code)
                .containsExactly("traffic-completed-only");
    }
}
