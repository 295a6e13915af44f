package io.dynamoplanner.metrics.prometheus;

import static io.dynamoplanner.metrics.prometheus.Reader.cause;
import static io.dynamoplanner.metrics.prometheus.Reader.scope;
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
import io.dynamoplanner.core.traffic.WindowSpan;
import io.dynamoplanner.testing.prometheus.OpenMetricsText;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Whose series count, and how those of several frontends become one reading; by a real Prometheus server. */
@TestInstance(Lifecycle.PER_CLASS)
class TrafficSignalsTest {
    private static final String ODD_MODEL = "we\"ird\\model (v2)|x\nnew line";

    private PrometheusServer server;
    private Reader reader;

    @BeforeAll
    void collect() {
        var text = new OpenMetricsText();
        frontend("two", "two-0", "tiny", 1.5).lengths(isl(1000)).write(text);
        frontend("two", "two-1", "tiny", 0.5).lengths(isl(200)).write(text);
        frontend("two", "two-2", "tiny", 0).lengths(isl(9999)).write(text);
        frontend("foo", "foo-0", "tiny", 1).write(text);
        frontend("foo-bar", "foo-bar-0", "tiny", 2).write(text);
        frontend("f.o", "f.o-0", "tiny", 4).write(text);
        frontend("odd", "odd-0", ODD_MODEL, 8).write(text);
        frontend("shared", "shared-0", "Llama-3", 1).lengths(isl(100)).write(text);
        frontend("shared", "shared-1", "qwen", 2).lengths(isl(500)).write(text);
        frontend("old", "old-0", "tiny", 3).writeOld(text);
        frontend("mixed", "mixed-0", "tiny", 3).writeOld(text);
        frontend("mixed", "mixed-1", "tiny", 5).write(text);
        waiting(text);
        engines(text);
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

    private static Frontend frontend(String namespace, String instance, String model, double perSecond) {
        return Frontend.of(namespace, model, t -> 100 + perSecond * t).target(Frontend.target(namespace, instance));
    }

    private static Frontend.Lengths isl(double tokens) {
        return new Frontend.Lengths(tokens, 40, 0.058, 0.006);
    }

    /** Requests were admitted, none has a token yet. */
    private static void waiting(OpenMetricsText text) {
        Map<String, String> target = Frontend.target("waiting", "waiting-0");
        Minute.gauge(text, "up", target, 1);
        Minute.counter(text, "dynamo_frontend_requests_started_total", with(target, "model", "tiny"), 9);
        Minute.histogram(text, "dynamo_frontend_output_sequence_tokens", with(target, "model", "tiny"), 0, 0);
    }

    private static void engines(OpenMetricsText text) {
        String hitRate = "dynamo_component_router_kv_hit_rate";
        Minute.histogram(text, hitRate, Map.of("dynamo_namespace", "foo_bar_7f3a"), 30, 40);
        Minute.histogram(text, hitRate, Map.of("dynamo_namespace", "foo_bar"), 1, 10);
        Minute.histogram(text, hitRate, Map.of("dynamo_namespace", "foo"), 2, 8);
        Minute.counter(text, "vllm:spec_decode_num_accepted_tokens_total", engine("foo", "tiny", "0"), 90);
        Minute.counter(text, "vllm:spec_decode_num_drafts_total", engine("foo", "tiny", "0"), 60);
        Minute.counter(text, "vllm:spec_decode_num_accepted_tokens_total", engine("foo", "tiny", "1"), 30);
        Minute.counter(text, "vllm:spec_decode_num_drafts_total", engine("foo", "tiny", "1"), 20);
        Minute.gauge(text, "sglang:spec_accept_length", engine("foo", "tiny", "0"), 2.25);
        Minute.gauge(text, "sglang:spec_accept_length", engine("foo", "tiny", "1"), 2.75);
        Minute.gauge(text, "trtllm_spec_decode_acceptance_length", engine("foo", "tiny", "0"), 3.5);
        Minute.gauge(text, "sglang:spec_accept_length", engine("foo-bar", "tiny", "0"), 0);
    }

    private static Map<String, String> engine(String namespace, String model, String instance) {
        return Map.of(
                "dynamo_namespace", namespace,
                "dynamo_component", "backend",
                "dynamo_endpoint", "generate",
                "model", model,
                "instance", instance);
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        var all = new HashMap<>(labels);
        all.put(name, value);
        return all;
    }

    private TrafficWindow read(TrafficScope scope) {
        return reader.window(scope, Minute.START, Minute.SECONDS);
    }

    private static TrafficScope on(String namespace, List<String> runtime, String backend) {
        return new TrafficScope(
                new GraphId("prod", namespace),
                namespace,
                runtime,
                Optional.of("tiny"),
                true,
                Optional.of(new TrafficScope.Endpoint(backend, "backend", "generate")));
    }

    @Test
    void frontendsWeighByTheirRequestsAndAnIdleOneWeighsNothing() {
        TrafficWindow read = read(scope("two", "tiny"));

        assertThat(value(read, Signal.REQUESTS)).isCloseTo(120, within(1e-6));
        assertThat(value(read, Signal.ISL)).isCloseTo(800, within(1e-6));
    }

    @Test
    void namesThatContainEachOtherAreKeptApart() {
        assertThat(value(read(scope("foo", "tiny")), Signal.REQUESTS)).isCloseTo(60, within(1e-6));
        assertThat(value(read(scope("foo-bar", "tiny")), Signal.REQUESTS)).isCloseTo(120, within(1e-6));
        assertThat(value(read(scope("f.o", "tiny")), Signal.REQUESTS)).isCloseTo(240, within(1e-6));
        assertThat(cause(read(scope("fo", "tiny")), Signal.REQUESTS)).isEqualTo(Cause.EMPTY);
    }

    @Test
    void graphsReadTogetherGetTheSameAsEachAlone() {
        List<TrafficScope> scopes = List.of(scope("foo", "tiny"), scope("foo-bar", "tiny"), scope("two", "TINY"));
        var span = new WindowSpan(Frontend.at(240), Duration.ofSeconds(60), 3);

        Map<GraphId, List<TrafficWindow>> together = reader.traffic.read(scopes, span);

        assertThat(together).hasSize(3);
        for (TrafficScope scope : scopes) {
            assertThat(together.get(scope.graph())).isEqualTo(reader.windows(scope, 240, 60, 3));
        }
    }

    @Test
    void oddNamesAreQuoted() {
        assertThat(value(read(scope("odd", ODD_MODEL)), Signal.REQUESTS)).isCloseTo(480, within(1e-6));
        assertThat(cause(read(scope("od\"d\\\n{}.*", "tiny")), Signal.REQUESTS)).isEqualTo(Cause.EMPTY);
    }

    @Test
    void modelsOfOneNamespaceAreKeptApartWhateverTheirCase() {
        assertThat(value(read(scope("shared", "llama-3")), Signal.ISL)).isCloseTo(100, within(1e-6));
        assertThat(value(read(scope("shared", "QWEN")), Signal.REQUESTS)).isCloseTo(120, within(1e-6));
        assertThat(cause(read(scope("shared", "mistral")), Signal.REQUESTS)).isEqualTo(Cause.EMPTY);
    }

    @Test
    void modelMayBeUnknownAsLongAsThereIsOnlyOne() {
        var foo = new TrafficScope(
                new GraphId("prod", "foo"), "foo", List.of(), Optional.empty(), false, Optional.empty());
        var shared = new TrafficScope(
                new GraphId("prod", "shared"), "shared", List.of(), Optional.empty(), false, Optional.empty());

        assertThat(value(read(foo), Signal.REQUESTS)).isCloseTo(60, within(1e-6));
        assertThat(read(shared).get(Signal.REQUESTS))
                .isInstanceOfSatisfying(
                        Reading.Unknown.class,
                        unknown -> assertThat(unknown.detail()).contains("Llama-3, qwen"));
    }

    @Test
    void completedRequestsStandInForThoseOfAnOldFrontendAndThatIsSaid() {
        TrafficScope old = scope("old", "tiny");
        TrafficScope mixed = scope("mixed", "tiny");

        assertThat(value(read(old), Signal.REQUESTS)).isCloseTo(180, within(1e-6));
        assertThat(value(read(mixed), Signal.REQUESTS)).isCloseTo(480, within(1e-6));
        assertThat(reader.traffic.noticed(mixed.graph()))
                .extracting(Finding::code)
                .contains("traffic-completed-only");
        read(scope("foo", "tiny"));
        assertThat(reader.traffic.noticed(scope("foo", "tiny").graph())).isEmpty();
    }

    @Test
    void meanOfRequestsThatAreStillUnderWayIsUnknownAndNotZero() {
        TrafficWindow read = read(scope("waiting", "tiny"));

        assertThat(value(read, Signal.REQUESTS)).isCloseTo(9, within(1e-6));
        assertThat(cause(read, Signal.OSL)).isEqualTo(Cause.EMPTY);
        assertThat(cause(read, Signal.TTFT)).isEqualTo(Cause.EMPTY);
    }

    @Test
    void hitRateIsThatOfTheNamespaceInForce() {
        assertThat(value(read(on("foo-bar", List.of("foo-bar-7f3a"), "vllm")), Signal.KV_HIT_RATE))
                .isCloseTo(0.75, within(1e-6));
        assertThat(value(read(on("foo-bar", List.of("foo-bar-0000"), "vllm")), Signal.KV_HIT_RATE))
                .isCloseTo(0.1, within(1e-6));
        assertThat(value(read(on("foo", List.of(), "vllm")), Signal.KV_HIT_RATE))
                .isCloseTo(0.25, within(1e-6));
        assertThat(cause(read(on("two", List.of(), "vllm")), Signal.KV_HIT_RATE))
                .isEqualTo(Cause.EMPTY);
    }

    @Test
    void acceptLengthIsReadAsEachEngineReportsIt() {
        assertThat(value(read(on("foo", List.of("foo-none"), "vllm")), Signal.ACCEPT_LENGTH))
                .isCloseTo(2.5, within(1e-6));
        assertThat(value(read(on("foo", List.of(), "SGLang")), Signal.ACCEPT_LENGTH))
                .isCloseTo(2.5, within(1e-6));
        assertThat(value(read(on("foo", List.of(), "trtllm")), Signal.ACCEPT_LENGTH))
                .isCloseTo(3.5, within(1e-6));
        assertThat(cause(read(on("foo", List.of(), "mocker")), Signal.ACCEPT_LENGTH))
                .isEqualTo(Cause.NOT_OBSERVED);
        assertThat(cause(read(on("foo-bar", List.of(), "sglang")), Signal.ACCEPT_LENGTH))
                .isEqualTo(Cause.NOT_OBSERVED);
        assertThat(cause(read(on("foo-bar", List.of(), "vllm")), Signal.ACCEPT_LENGTH))
                .isEqualTo(Cause.EMPTY);
        assertThat(cause(read(scope("foo", "tiny")), Signal.ACCEPT_LENGTH)).isEqualTo(Cause.NOT_OBSERVED);
    }
}
