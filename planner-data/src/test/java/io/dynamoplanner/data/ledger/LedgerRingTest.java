package io.dynamoplanner.data.ledger;

import static io.dynamoplanner.core.role.Role.DECODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.proposal.Proposal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerRingTest {
    private final SmallPlanner planner = new SmallPlanner();
    private final LedgerRing ring = new LedgerRing(8, SmallPlanner.header("ttft_ms: 300"));

    private void decide(int times) {
        for (int i = 0; i < times; i++) {
            planner.decide(100).writeTo(ring);
        }
    }

    @Test
    void beforeTheFirstDecisionThereIsNothing() {
        assertThat(ring.text(5)).isEmpty();
    }

    @Test
    void whatItGivesOutIsALedgerThatStartsWithHeaderAndCheckpoint() {
        decide(5);

        Lines read = Lines.of(ring.text(1));

        assertThat(read.records().get(0)).isInstanceOf(LedgerRecord.Header.class);
        assertThat(read.decisions().get(0).hasCheckpoint()).isTrue();
        assertThat(read.ids()).last().isEqualTo("20261121T100501Z-0005");
    }

    @Test
    void asManyAsAskedForAreGivenAsLongAsTheyAreHeld() {
        decide(30);

        assertThat(Lines.of(ring.text(3)).decisions()).hasSizeBetween(3, 4);
        assertThat(Lines.of(ring.text(1000)).decisions()).hasSizeBetween(8, 10);
        assertThat(Lines.of(ring.text(1000)).ids()).last().isEqualTo("20261121T103001Z-0030");
        assertThat(Lines.of(ring.text(1000)).headers()).hasSize(1);
    }

    @Test
    void anotherConfigurationIsSaidInItsPlace() {
        decide(3);
        ring.header(SmallPlanner.header("ttft_ms: 200"));
        decide(2);

        Lines read = Lines.of(ring.text(100));

        assertThat(read.headers()).hasSize(2);
        assertThat(read.records().get(4)).isEqualTo(read.headers().get(1));
        assertThat(Lines.of(ring.text(1)).headers()).hasSize(1);
    }

    @Test
    void sayingTheSameAgainChangesNothing() {
        decide(1);
        ring.header(SmallPlanner.header("ttft_ms: 300"));
        decide(1);

        assertThat(Lines.of(ring.text(100)).headers()).hasSize(1);
    }

    @Test
    void largeDecisionsDoNotFillTheMemory() {
        var roomy = new LedgerRing(500, SmallPlanner.header("ttft_ms: 300"));
        Proposal wordy = Proposal.atLeast(
                DECODE, 1, "because ".repeat(10_000), "operator", 1, Instant.parse("2027-01-01T00:00:00Z"));
        planner.change(state -> state.hearing(wordy));

        for (int i = 0; i < 400; i++) {
            planner.decide(100).writeTo(roomy);
        }

        String held = roomy.text(1000);
        assertThat(held.length()).isBetween(1_000_000, 7_000_000);
        Lines read = Lines.of(held);
        assertThat(read.ids()).last().isEqualTo("20261121T164001Z-0400");
        assertThat(read.decisions().get(0).hasCheckpoint()).isTrue();
    }

    @Test
    void readersMayComeWhileDecisionsAreMade() throws InterruptedException {
        decide(1);
        var deciding = new Thread(() -> decide(500));
        deciding.start();
        do {
            assertThat(Lines.of(ring.text(100)).ids()).isSorted().isNotEmpty();
        } while (deciding.isAlive());
        deciding.join();

        assertThat(Lines.of(ring.text(1)).ids()).last().isEqualTo("20261121T182101Z-0501");
    }

    @Test
    void aRingForNothingIsRefused() {
        assertThatThrownBy(() -> new LedgerRing(0, SmallPlanner.header("ttft_ms: 300")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
