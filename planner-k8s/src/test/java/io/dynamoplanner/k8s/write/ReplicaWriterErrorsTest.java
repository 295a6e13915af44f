package io.dynamoplanner.k8s.write;

import static io.dynamoplanner.k8s.testing.Graphs.adapter;
import static io.dynamoplanner.k8s.testing.Graphs.component;
import static io.dynamoplanner.k8s.testing.Graphs.graph;
import static io.dynamoplanner.k8s.testing.Graphs.handedOver;
import static io.dynamoplanner.k8s.testing.Graphs.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.lease.Leadership;
import io.dynamoplanner.k8s.testing.FakeTime;
import io.dynamoplanner.k8s.testing.Graphs;
import io.dynamoplanner.k8s.testing.ScriptedApi;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a writer does about answers that a healthy API server does not give on demand. */
class ReplicaWriterErrorsTest {
    private static final Component DECODE = handedOver("decode", 2);
    private static final GraphSnapshot SEEN =
            snapshot(graph(GraphApi.V1BETA1, "50", DECODE), adapter("decode", 2, "60"));
    private static final Component PREFILL = component("prefill", 2);
    private static final GraphSnapshot WITHOUT_ADAPTER = snapshot(graph(GraphApi.V1BETA1, "50", PREFILL));

    private final FakeTime time = new FakeTime();
    private final ScriptedApi api = new ScriptedApi();
    private final Expectations expectations = new Expectations();
    private Instant leaseUntil = Instant.MAX;

    @AfterEach
    void close() {
        api.close();
    }

    private Written write(GraphSnapshot seen, Component component, Duration within) {
        Leadership leadership = () -> leaseUntil;
        var settings = new WriteSettings(Duration.ofSeconds(10), Duration.ofMillis(300), 5);
        var writer = new ReplicaWriter(
                api.server(), leadership, expectations, settings, time, time, new SplittableRandom(1));
        return writer.write(seen, component, 2, 4, time.instant().plus(within));
    }

    private Written write() {
        return write(SEEN, DECODE, Duration.ofMinutes(1));
    }

    private static String adapterObject(int replicas, int version) {
        return """
                {"metadata": {"resourceVersion": "%d"},
                 "spec": {"replicas": %d, "dgdRef": {"name": "chat", "componentName": "decode"}}}
                """.formatted(version, replicas);
    }

    private static String graphObject(int replicas, int version) {
        return """
                {"metadata": {"resourceVersion": "%d", "uid": "%s"},
                 "spec": {"components": [{"name": "prefill", "replicas": %d}]}}
                """.formatted(version, Graphs.UID, replicas);
    }

    @Test
    void waitsAsLongAsABusyServerAsks() {
        api.refuse(429, "too many requests", "Retry-After", "7").answer(200, adapterObject(4, 61));

        assertThat(write().outcome()).isEqualTo(new Outcome.Applied());
        assertThat(time.slept()).containsExactly(Duration.ofSeconds(7));
        assertThat(api.methods()).containsExactly("PATCH", "PATCH");
    }

    @Test
    void doesNotWaitForABusyServerBeyondTheDeadline() {
        api.refuse(429, "too many requests", "Retry-After", "90");

        assertThat(write().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class, d -> assertThat(d.why()).contains("429", "too many requests"));
        assertThat(time.slept()).isEmpty();
    }

    @Test
    void aConflictWithoutAChangeOfTheCountIsTriedAgainOnTheNewVersion() {
        api.refuse(409, "modified").answer(200, adapterObject(2, 63)).answer(200, adapterObject(4, 64));

        assertThat(write().outcome()).isEqualTo(new Outcome.Applied());
        assertThat(api.methods()).containsExactly("PATCH", "GET", "PATCH");
        assertThat(api.asked().get(2).body()).contains("\"resourceVersion\":\"63\"");
        assertThat(time.slept())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofMillis(50), Duration.ofMillis(800)));
    }

    @Test
    void conflictsEndAfterFiveRepetitions() {
        for (int i = 0; i < 6; i++) {
            api.refuse(409, "modified").answer(200, adapterObject(2, 63 + i));
        }

        assertThat(write().outcome())
                .isEqualTo(new Outcome.Deferred("the object changed 6 times while it was being written"));
        assertThat(api.methods()).filteredOn("PATCH"::equals).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void anErrorOfTheServerIsRepeatedOnceItIsSureThatTheWriteDidNotLand(int code) {
        api.refuse(code, "etcd").answer(200, adapterObject(2, 60)).answer(200, adapterObject(4, 61));

        assertThat(write().outcome()).isEqualTo(new Outcome.Applied());
        assertThat(api.methods()).containsExactly("PATCH", "GET", "PATCH");
        assertThat(time.slept()).containsExactly(Duration.ofMillis(500));
    }

    @Test
    void anUnavailableServerMaySayHowLongToWait() {
        api.refuse(503, "shutting down", "Retry-After", "3")
                .answer(200, adapterObject(2, 60))
                .answer(200, adapterObject(4, 61));

        assertThat(write().outcome()).isEqualTo(new Outcome.Applied());
        assertThat(time.slept()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void aWriteWhoseAnswerWasLostIsNotWrittenTwice() {
        api.loseConnection().answer(200, adapterObject(4, 61));

        assertThat(write().outcome()).isEqualTo(new Outcome.Applied());
        assertThat(api.methods()).containsExactly("PATCH", "GET");
    }

    @Test
    void aWriteThatLandsAfterTheLookAtItIsRecognised() {
        api.hang().answer(200, adapterObject(2, 60)).refuse(409, "modified").answer(200, adapterObject(4, 61));

        assertThat(write().outcome()).isEqualTo(new Outcome.Applied());
        assertThat(api.methods()).containsExactly("PATCH", "GET", "PATCH", "GET");
    }

    @Test
    void pausesDoubleUntilTheDeadline() {
        api.refuse(500, "etcd");
        for (int i = 0; i < 10; i++) {
            api.refuse(500, "etcd");
        }

        Written written = write(SEEN, DECODE, Duration.ofSeconds(10));

        assertThat(time.slept())
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(written.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.why())
                                .contains("500 etcd", "whether it has been written is not known"));
    }

    @Test
    void aFailureSaysIfTheCountIsKnownNotToHaveBeenWritten() {
        api.refuse(500, "etcd").answer(200, adapterObject(2, 60));

        assertThat(write(SEEN, DECODE, Duration.ofMillis(400)).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, failed -> assertThat(failed.why()).contains("not been written so far"));
    }

    @Test
    void aCountThatMayHaveLandedIsNotTakenForForeign() {
        api.refuse(500, "etcd");
        expectations.see(SEEN, List.of(DECODE), time.instant());
        write(SEEN, DECODE, Duration.ofMillis(400));

        GraphSnapshot later =
                snapshot(graph(GraphApi.V1BETA1, "51", handedOver("decode", 4)), adapter("decode", 4, "61"));
        Sighting sighting = expectations.see(later, List.of(DECODE), time.instant());

        assertThat(sighting.findings()).isEmpty();
        assertThat(sighting.desired()).containsEntry("decode", 4);
    }

    @Test
    void aMissingRightIsNotTriedAgainAndNamesTheRule() {
        api.refuse(
                403,
                "dynamographdeploymentscalingadapters.nvidia.com is forbidden: User x cannot patch resource "
                        + "dynamographdeploymentscalingadapters/scale in API group nvidia.com");

        Written written = write();

        assertThat(written.outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(written.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("permission-missing");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.BLOCKING);
            assertThat(finding.remedy())
                    .contains(
                            "{apiGroups: [\"nvidia.com\"], resources: [\"dynamographdeploymentscalingadapters/scale\"], "
                                    + "verbs: [\"patch\"]}");
        });
        assertThat(api.methods()).containsExactly("PATCH");
    }

    @Test
    void aWebhookThatSaysNoIsARejectionAndNoMissingRight() {
        api.refuse(403, "admission webhook vdgd.nvidia.com denied the request: replicas belong to the adapter");

        Written written = write();

        assertThat(written.outcome())
                .isEqualTo(new Outcome.Rejected(
                        "admission webhook vdgd.nvidia.com denied the request: replicas belong to the adapter"));
        assertThat(written.findings()).isEmpty();
    }

    @Test
    void anAdapterThatIsGoneIsWaitedFor() {
        api.refuse(404, "chat-decode not found");

        assertThat(write().outcome())
                .isEqualTo(new Outcome.Deferred("the scaling adapter is gone: chat-decode not found"));
    }

    @Test
    void anAdapterThatNowBelongsToAnotherGraphIsLeftAlone() {
        api.refuse(409, "modified").answer(200, """
                {"metadata": {"resourceVersion": "70"},
                 "spec": {"replicas": 2, "dgdRef": {"name": "other", "componentName": "decode"}}}
                """);

        assertThat(write().outcome())
                .isEqualTo(new Outcome.Deferred("adapter chat-decode now belongs to component decode of graph other"));
    }

    @Test
    void aRefusedCountOfAListIsToldFromAListThatHasMoved() {
        String tooMany = "spec.components[0].replicas: Invalid value";
        api.refuse(422, tooMany)
                .answer(200, graphObject(2, 51))
                .refuse(422, tooMany)
                .answer(200, graphObject(2, 51));

        assertThat(write(WITHOUT_ADAPTER, PREFILL, Duration.ofMinutes(1)).outcome())
                .isEqualTo(new Outcome.Rejected(tooMany));
    }

    @Test
    void aGraphThatWasCreatedAnewIsNotWrittenTo() {
        api.refuse(422, "condition").answer(200, graphObject(2, 51).replace(Graphs.UID, "new"));

        assertThat(write(WITHOUT_ADAPTER, PREFILL, Duration.ofMinutes(1)).outcome())
                .isEqualTo(new Outcome.Deferred("graph serving/chat has been deleted and created anew"));
    }

    @Test
    void nothingIsSentAfterTheLease() {
        leaseUntil = time.instant();

        assertThat(write().outcome()).isEqualTo(new Outcome.Rejected("not the leader any more"));
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void aLeaseThatEndsBetweenTwoAttemptsEndsTheWrite() {
        leaseUntil = time.instant().plusSeconds(5);
        api.refuse(429, "too many requests", "Retry-After", "7");

        assertThat(write().outcome()).isEqualTo(new Outcome.Rejected("not the leader any more"));
        assertThat(api.methods()).containsExactly("PATCH");
    }

    @Test
    void anInterruptEndsTheWrite() {
        api.hang();
        Thread.currentThread().interrupt();

        Outcome outcome = write().outcome();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    }
}
