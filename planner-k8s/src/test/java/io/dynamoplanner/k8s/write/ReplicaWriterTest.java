package io.dynamoplanner.k8s.write;

import static io.dynamoplanner.k8s.testing.Graphs.adapter;
import static io.dynamoplanner.k8s.testing.Graphs.component;
import static io.dynamoplanner.k8s.testing.Graphs.graph;
import static io.dynamoplanner.k8s.testing.Graphs.handedOver;
import static io.dynamoplanner.k8s.testing.Graphs.snapshot;
import static io.dynamoplanner.k8s.testing.Graphs.withMinimum;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.graph.Adapter;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.lease.Leadership;
import io.dynamoplanner.k8s.testing.FakeTime;
import io.dynamoplanner.k8s.testing.Graphs;
import io.dynamoplanner.k8s.testing.ScriptedApi;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decides whether and where to write before anything is sent. */
class ReplicaWriterTest {
    private static final Component DECODE = handedOver("decode", 2);

    private final FakeTime time = new FakeTime();
    private final ScriptedApi api = new ScriptedApi();
    private final Expectations expectations = new Expectations();
    private final ReplicaWriter writer = new ReplicaWriter(
            api.server(), Leadership.alone(), expectations, WriteSettings.DEFAULT, time, time, new SplittableRandom(1));

    @AfterEach
    void close() {
        api.close();
    }

    private Written write(GraphSnapshot seen, Component component, int from, int to) {
        return writer.write(seen, component, from, to, time.instant().plusSeconds(30));
    }

    private static GraphSnapshot seen(Component component, Adapter... adapters) {
        return snapshot(graph(GraphApi.V1BETA1, "50", component), adapters);
    }

    private void accept(String version) {
        api.answer(200, "{\"metadata\": {\"resourceVersion\": \"%s\"}}".formatted(version));
    }

    @Test
    void aHandedOverComponentIsScaledByOneRequestToItsAdapter() {
        accept("61");

        assertThat(write(seen(DECODE, adapter("decode", 2, "60")), DECODE, 2, 4).outcome())
                .isEqualTo(new Outcome.Applied());
        assertThat(api.asked()).singleElement().satisfies(request -> {
            assertThat(request)
                    .hasToString(
                            "PATCH /apis/nvidia.com/v1beta1/namespaces/serving/dynamographdeploymentscalingadapters/"
                                    + "chat-decode/scale?fieldManager=dynamo-planner");
            assertThat(request.body())
                    .isEqualTo("{\"metadata\":{\"resourceVersion\":\"60\"},\"spec\":{\"replicas\":4}}");
        });
    }

    @Test
    void anAdapterIsFoundByWhatItRefersToAndNotByItsName() {
        accept("61");
        var renamed = new Adapter("whatever", "chat", "decode", 2, "60", false);

        assertThat(write(seen(DECODE, renamed), DECODE, 2, 4).outcome()).isEqualTo(new Outcome.Applied());
        assertThat(api.asked()).singleElement().asString().contains("/whatever/scale");
    }

    @Test
    void aMissingAdapterIsWaitedForAndTheGraphNotTouched() {
        Written written = write(seen(DECODE), DECODE, 2, 4);

        assertThat(written.outcome()).isEqualTo(new Outcome.Deferred("component decode has no scaling adapter yet"));
        assertThat(written.findings()).extracting(Finding::code).containsExactly("adapter-missing");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void anAdapterOfAnotherGraphIsNotScaled() {
        var stranger = new Adapter("chat-decode", "chat-x", "decode", 2, "60", false);

        Written written = write(seen(DECODE, stranger), DECODE, 2, 4);

        assertThat(written.outcome())
                .isEqualTo(new Outcome.Failed("adapter chat-decode refers to component decode of graph chat-x"));
        assertThat(written.findings()).extracting(Finding::code).containsExactly("adapter-mismatch");
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void ofTwoAdaptersNoneIsChosen() {
        var second = new Adapter("mine", "chat", "decode", 2, "61", false);

        Written written = write(seen(DECODE, adapter("decode", 2, "60"), second), DECODE, 2, 4);

        assertThat(written.outcome())
                .isEqualTo(new Outcome.Failed("several adapters refer to component decode: chat-decode, mine"));
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void anAdapterThatIsGoingIsWaitedFor() {
        var going = new Adapter("chat-decode", "chat", "decode", 2, "60", true);

        assertThat(write(seen(DECODE, going), DECODE, 2, 4).outcome())
                .isEqualTo(new Outcome.Deferred("adapter chat-decode is being deleted"));
        assertThat(write(seen(component("decode", 2), going), component("decode", 2), 2, 4)
                        .outcome())
                .isInstanceOf(Outcome.Deferred.class);
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void aGraphThatIsGoingIsLeftAlone() {
        var going = Graphs.graph(Graphs.CHAT, "u", GraphApi.V1BETA1, "5", Map.of(), true, List.of(DECODE));

        assertThat(write(snapshot(going, adapter("decode", 2, "60")), DECODE, 2, 4)
                        .outcome())
                .isEqualTo(new Outcome.Deferred("graph serving/chat is being deleted"));
        assertThat(api.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-1, must not be negative", "1, below its minAvailable of 2", "2,", "0,"})
    void countsThatTheServerWouldRefuseAreNotSent(int to, String why) {
        accept("61");
        Component guarded = withMinimum(handedOver("decode", 3), 2);

        Outcome outcome =
                write(seen(guarded, adapter("decode", 3, "60")), guarded, 3, to).outcome();

        if (why == null) {
            assertThat(outcome).isEqualTo(new Outcome.Applied());
        } else {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class, r -> assertThat(r.why()).contains(why));
            assertThat(api.asked()).isEmpty();
        }
    }

    @Test
    void aCountThatStandsThereAlreadyIsNotWritten() {
        assertThat(write(seen(DECODE, adapter("decode", 4, "60")), DECODE, 2, 4).outcome())
                .isEqualTo(new Outcome.Unchanged());
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void aDecisionForAnotherCountIsNotWritten() {
        assertThat(write(seen(DECODE, adapter("decode", 3, "60")), DECODE, 2, 4).outcome())
                .isEqualTo(new Outcome.Deferred("the decision was made for 2 replicas of decode, but 3 are specified"));
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void whatTheCacheDoesNotShowYetIsNeitherWrittenTwiceNorInTheWayOfTheNextDecision() {
        accept("61");
        accept("62");
        GraphSnapshot old = seen(DECODE, adapter("decode", 2, "60"));
        write(old, DECODE, 2, 4);

        assertThat(write(old, DECODE, 2, 4).outcome()).isEqualTo(new Outcome.Unchanged());
        assertThat(write(old, DECODE, 4, 3).outcome()).isEqualTo(new Outcome.Applied());
        assertThat(api.asked()).hasSize(2);
        assertThat(api.asked().get(1).body()).contains("\"resourceVersion\":\"61\"");
    }

    @Test
    void growthKeepsItsDistanceFromTheLastWriteAndAReleaseDoesNot() {
        accept("61");
        accept("62");
        accept("63");
        write(seen(DECODE, adapter("decode", 2, "60")), DECODE, 2, 4);
        time.advance(Duration.ofSeconds(4));

        assertThat(write(seen(DECODE, adapter("decode", 4, "61")), DECODE, 4, 6).outcome())
                .isEqualTo(new Outcome.Deferred(
                        "component decode was written at 2026-01-05T10:00:00Z; it may grow again 10 s later"));
        assertThat(write(seen(DECODE, adapter("decode", 4, "61")), DECODE, 4, 3).outcome())
                .isEqualTo(new Outcome.Applied());
        time.advance(Duration.ofSeconds(10));
        assertThat(write(seen(DECODE, adapter("decode", 3, "62")), DECODE, 3, 5).outcome())
                .isEqualTo(new Outcome.Applied());
    }

    @Test
    void componentsDoNotWaitForEachOther() {
        accept("61");
        accept("62");
        Component prefill = handedOver("prefill", 1);
        GraphSnapshot both = snapshot(
                graph(GraphApi.V1BETA1, "50", prefill, DECODE),
                adapter("prefill", 1, "59"),
                adapter("decode", 2, "60"));

        assertThat(write(both, DECODE, 2, 3).outcome()).isEqualTo(new Outcome.Applied());
        assertThat(write(both, prefill, 1, 2).outcome()).isEqualTo(new Outcome.Applied());
    }

    @Test
    void theOlderVersionOfTheApiIsWrittenThroughTheSameVersion() {
        accept("61");
        GraphSnapshot old = snapshot(graph(GraphApi.V1ALPHA1, "50", DECODE), adapter("decode", 2, "60"));

        write(old, DECODE, 2, 4);

        assertThat(api.asked()).singleElement().asString().contains("/apis/nvidia.com/v1alpha1/");
    }
}
