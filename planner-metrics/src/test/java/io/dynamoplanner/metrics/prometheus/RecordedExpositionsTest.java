package io.dynamoplanner.metrics.prometheus;

import static io.dynamoplanner.metrics.prometheus.Reader.cause;
import static io.dynamoplanner.metrics.prometheus.Reader.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.LatencyTargets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a real frontend with a real router exported: after 5,000 requests to a disaggregated graph, and in the midst of 7
 * requests to an aggregated one. A third recording is what a Prometheus server made of the first.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RecordedExpositionsTest {
    private PrometheusServer disaggregated;
    private PrometheusServer aggregated;
    private PrometheusServer federated;

    @BeforeAll
    void collect() {
        Map<String, String> target = Map.of("dynamo_namespace", "dynamo", "instance", "10.0.0.1:8000", "job", "front");
        disaggregated = server("frontend-metrics-final.prom.gz", target);
        aggregated = server("frontend-metrics-agg-roundrobin.prom.gz", target);
        federated = server("prometheus-federate.prom.gz", Map.of());
    }

    @AfterAll
    void close() {
        for (PrometheusServer server : new PrometheusServer[] {disaggregated, aggregated, federated}) {
            if (server != null) {
                server.close();
            }
        }
    }

    private static PrometheusServer server(String resource, Map<String, String> target) {
        var text = new OpenMetricsText();
        Minute.exposition(text, resource, target);
        if (!target.isEmpty()) {
            Minute.gauge(text, "up", target, 1);
        }
        return PrometheusServer.start(text.toString());
    }

    private static TrafficScope graph(boolean disaggregated) {
        return new TrafficScope(
                new GraphId("prod", "dynamo"),
                "dynamo",
                List.of(),
                Optional.of("tiny"),
                disaggregated,
                Optional.of(new TrafficScope.Endpoint("vllm", "backend", "generate")),
                Optional.of(new LatencyTargets(100, 10)));
    }

    private static TrafficWindow read(PrometheusServer server, TrafficMetrics metrics, boolean disaggregated) {
        try (var reader = new Reader(server.url(), metrics)) {
            return reader.window(graph(disaggregated), Minute.START, Minute.SECONDS);
        }
    }

    private static void assertFiveThousand(TrafficWindow read) {
        assertThat(value(read, Signal.REQUESTS)).isCloseTo(5000, within(1e-6));
        assertThat(value(read, Signal.ISL)).isCloseTo(3425420 / 5000.0, within(1e-6));
        assertThat(value(read, Signal.OSL)).isCloseTo(213056 / 5000.0, within(1e-6));
    }

    @Test
    void frontendTellsAllSignals() {
        for (PrometheusServer server : List.of(disaggregated, federated)) {
            TrafficWindow read = read(server, TrafficMetrics.FRONTEND, true);

            assertFiveThousand(read);
            assertThat(value(read, Signal.TTFT)).isCloseTo(58.2166, within(1e-3));
            assertThat(value(read, Signal.ITL)).isCloseTo(5.96691, within(1e-4));
            assertThat(value(read, Signal.REQUEST_DURATION)).isCloseTo(0.306834, within(1e-5));
            // 0.1 s is a bound of the one histogram; of the other, two thirds lie in the bucket from 0.0059 to 0.011.
            assertThat(value(read, Signal.TTFT_INSIDE)).isCloseTo(4701 / 5000.0, within(1e-9));
            assertThat(cause(read, Signal.ITL_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
            // 10,000 passes, and not one cached block.
            assertThat(value(read, Signal.KV_HIT_RATE)).isZero();
            assertThat(cause(read, Signal.ACCEPT_LENGTH)).isEqualTo(Cause.EMPTY);
        }
    }

    @Test
    void routerOfADisaggregatedGraphCountsEachRequestOnce() {
        for (PrometheusServer server : List.of(disaggregated, federated)) {
            TrafficWindow read = read(server, TrafficMetrics.ROUTER, true);

            assertFiveThousand(read);
            assertThat(cause(read, Signal.TTFT)).isEqualTo(Cause.NOT_OBSERVED);
            // It measured none, although there were requests: no confirmed zero.
            assertThat(cause(read, Signal.ITL)).isEqualTo(Cause.EMPTY);
            assertThat(cause(read, Signal.TTFT_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
            assertThat(cause(read, Signal.ITL_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
            assertThat(cause(read, Signal.REQUEST_DURATION)).isEqualTo(Cause.NOT_OBSERVED);
        }
    }

    @Test
    void routerOfAnAggregatedGraphCountsWhatTheFrontendCounts() {
        TrafficWindow router = read(aggregated, TrafficMetrics.ROUTER, false);
        TrafficWindow frontend = read(aggregated, TrafficMetrics.FRONTEND, false);

        // Seven were started and three completed.
        assertThat(value(router, Signal.REQUESTS)).isCloseTo(7, within(1e-9));
        assertThat(value(frontend, Signal.REQUESTS)).isCloseTo(7, within(1e-9));
        assertThat(value(router, Signal.OSL)).isCloseTo(86 / 3.0, within(1e-6));
        assertThat(value(frontend, Signal.OSL)).isCloseTo(86 / 3.0, within(1e-6));
        assertThat(value(router, Signal.TTFT)).isCloseTo(1000 * 0.306475584 / 6, within(1e-6));
        assertThat(value(router, Signal.ITL)).isCloseTo(1000 * 0.026347882473 / 3, within(1e-6));
        for (TrafficWindow window : List.of(router, frontend)) {
            assertThat(value(window, Signal.TTFT_INSIDE)).isCloseTo(1, within(1e-9));
        }
        // Its bounds are 0.0067 and 0.013.
        assertThat(cause(router, Signal.ITL_INSIDE)).isEqualTo(Cause.NOT_OBSERVED);
        assertThat(value(router, Signal.REQUEST_DURATION))
                .isCloseTo(0.306475584 / 6 + 0.026347882473 / 3 * (86 / 3.0 - 1), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(TrafficMetrics.class)
    void recordingIsReadAsHistoryToo(TrafficMetrics metrics) {
        try (var reader = new Reader(disaggregated.url(), metrics)) {
            List<TrafficWindow> windows = reader.windows(graph(true), Minute.START - 120, 60, 4);

            // Counters that stand still, then the minute, then counters that stand still.
            assertThat(windows).map(w -> value(w, Signal.REQUESTS)).containsExactly(0.0, 0.0, 5000.0, 0.0);
            assertThat(value(windows.get(1), Signal.ITL)).isZero();
        }
    }

    @Test
    void labelsThatThePrometheusServerGaveAreEnoughAndOnlyTheBoundsAreRemarkable() {
        try (var reader = new Reader(federated.url(), TrafficMetrics.FRONTEND)) {
            reader.window(graph(true), Minute.START, Minute.SECONDS);

            assertThat(reader.traffic.noticed(graph(true).graph()))
                    .extracting(Finding::line)
                    .containsExactly(
                            "ITL of prod/dynamo: its target, 10 ms, lies between the histogram bounds 5.9 ms and"
                                    + " 11 ms, so that the share of tokens inside it is unknown while more than"
                                    + " 2 % lie in there, and teaches nothing; set DYN_METRICS_ITL_COUNT=50 in the environment of the frontends");
        }
    }
}
