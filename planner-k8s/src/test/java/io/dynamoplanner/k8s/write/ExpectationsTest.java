package io.dynamoplanner.k8s.write;

import static io.dynamoplanner.k8s.testing.Graphs.adapter;
import static io.dynamoplanner.k8s.testing.Graphs.component;
import static io.dynamoplanner.k8s.testing.Graphs.graph;
import static io.dynamoplanner.k8s.testing.Graphs.handedOver;
import static io.dynamoplanner.k8s.testing.Graphs.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.testing.FakeTime;
import io.dynamoplanner.k8s.testing.Graphs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Expectations expectations = new Expectations(PATIENCE);
    private Instant now = FakeTime.START;

    @BeforeEach
    void twoReplicasAreKnown() {
        see(2, 2, "60");
    }

    /** What the caches show: the count of the adapter, that of the graph, and the version of the adapter. */
    private Sighting see(int adapter, int inGraph, String version) {
        Component decode = handedOver("decode", inGraph);
        GraphSnapshot seen = snapshot(graph(GraphApi.V1BETA1, "50", decode), adapter("decode", adapter, version));
        return expectations.see(seen, List.of(decode), now, c -> Optional.of("kubectl"));
    }

    private static int desired(Sighting sighting) {
        return sighting.desired().getOrDefault("decode", -1);
    }

    private void wroteFour() {
        Component decode = handedOver("decode", 2);
        var field = new ReplicaField.OfAdapter(graph(GraphApi.V1BETA1, "50", decode), "decode", "chat-decode", 4, "65");
        expectations.wrote(graph(GraphApi.V1BETA1, "50", decode), decode, 2, field, now);
    }

    @Test
    void aWriteStandsInForACacheThatDoesNotShowItYet() {
        wroteFour();

        assertThat(desired(see(2, 2, "60"))).isEqualTo(4);
        assertThat(see(2, 2, "62").findings()).isEmpty();
        assertThat(desired(see(4, 2, "65"))).isEqualTo(4);
        assertThat(desired(see(4, 4, "66"))).isEqualTo(4);
    }

    @Test
    void aWriteThatNeverShowsUpIsTakenBackAndReported() {
        wroteFour();
        now = now.plus(PATIENCE).plusSeconds(1);

        Sighting sighting = see(2, 2, "60");

        assertThat(desired(sighting)).isEqualTo(2);
        assertThat(sighting.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("write-not-observed");
            assertThat(finding.subject()).isEqualTo("component decode of serving/chat");
            assertThat(finding.what()).contains("4 replicas were written", "still shows 2");
        });
    }

    @Test
    void anAdapterThatIsNotFollowedIsReportedUntilItIs() {
        wroteFour();
        see(4, 2, "65");
        now = now.plus(PATIENCE).plusSeconds(1);

        Sighting sighting = see(4, 2, "65");

        assertThat(desired(sighting)).isEqualTo(4);
        assertThat(sighting.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.line()).contains("the graph still says 2", "operator"));
        assertThat(see(4, 4, "66").findings()).isEmpty();
    }

    @Test
    void aCountThatNobodyHereWroteIsReportedOnceWithItsWriter() {
        Sighting sighting = see(7, 7, "61");

        assertThat(desired(sighting)).isEqualTo(7);
        assertThat(sighting.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("foreign-writer");
            assertThat(finding.what()).isEqualTo("replicas went from 2 to 7, and not by the planner but by kubectl");
        });
        assertThat(see(7, 7, "61").findings()).isEmpty();
    }

    @Test
    void aWriteThatSomebodyUndoesIsForeignAlthoughTheCountIsTheOldOne() {
        wroteFour();

        Sighting sighting = see(2, 2, "70");

        assertThat(desired(sighting)).isEqualTo(2);
        assertThat(sighting.findings()).extracting(Finding::what).allMatch(what -> what.contains("from 4 to 2"));
        assertThat(sighting.findings()).hasSize(1);
    }

    @Test
    void aWriteThatSomebodyOverwritesIsForeign() {
        wroteFour();

        assertThat(see(9, 2, "70").findings()).extracting(Finding::code).containsExactly("foreign-writer");
        assertThat(see(9, 9, "70").findings()).isEmpty();
    }

    @Test
    void versionsOfGrowingLengthAreComparedAsNumbers() {
        Component decode = handedOver("decode", 2);
        var field =
                new ReplicaField.OfAdapter(graph(GraphApi.V1BETA1, "50", decode), "decode", "chat-decode", 4, "100");
        expectations.wrote(graph(GraphApi.V1BETA1, "50", decode), decode, 2, field, now);

        assertThat(desired(see(2, 2, "99"))).isEqualTo(4);
    }

    @Test
    void growthThatDoesNotShowUpMayStillComeAndNeedsItsGpus() {
        wroteFour();
        now = now.plus(Duration.ofMinutes(5));

        Sighting sighting = see(2, 2, "50");

        assertThat(desired(sighting)).isEqualTo(2);
        assertThat(sighting.mayBe()).isEqualTo(Map.of("decode", 4));
    }

    @Test
    void theFirstSightIsNobodysDoing() {
        assertThat(new Expectations().see(snapshot(graph(GraphApi.V1BETA1, "1", component("a", 5))), List.of(), now))
                .isEqualTo(new Sighting(Map.of(), Map.of(), List.of()));
        expectations.forget(Graphs.CHAT);

        assertThat(see(9, 9, "61").findings()).isEmpty();
    }

    @Test
    void aGraphOfTheSameNameStartsAfresh() {
        Component decode = handedOver("decode", 9);
        var anew = Graphs.graph(Graphs.CHAT, "another", GraphApi.V1BETA1, "80", Map.of(), false, List.of(decode));

        Sighting sighting = expectations.see(snapshot(anew, adapter("decode", 9, "81")), List.of(decode), now);

        assertThat(sighting.findings()).isEmpty();
    }

    @Test
    void withoutAnAdapterTheGraphItselfIsLookedAt() {
        Component prefill = component("prefill", 3);
        GraphSnapshot seen = snapshot(graph(GraphApi.V1BETA1, "50", prefill));
        expectations.see(seen, List.of(prefill), now);
        var field = new ReplicaField.InList(seen.graph(), "prefill", 0, 5, true, "55");
        expectations.wrote(seen.graph(), prefill, 3, field, now);

        assertThat(expectations.see(seen, List.of(prefill), now).desired()).containsEntry("prefill", 5);
        Component grown = component("prefill", 5);
        assertThat(expectations
                        .see(snapshot(graph(GraphApi.V1BETA1, "55", grown)), List.of(grown), now)
                        .findings())
                .isEmpty();
    }
}
