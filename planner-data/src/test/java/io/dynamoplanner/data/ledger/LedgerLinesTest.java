package io.dynamoplanner.data.ledger;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.Reuse;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.data.config.RecordedConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written about a decision is what a reader gets. */
class LedgerLinesTest {
    private final StringBuilder text = new StringBuilder();
    private final LedgerStream ledger = new LedgerStream(text, SmallPlanner.header("ttft_ms: 300"));
    private final SmallPlanner planner = new SmallPlanner();

    private RecordedDecision written(SmallPlanner.Decided decided) {
        decided.writeTo(ledger);
        List<RecordedDecision> all = Lines.of(text.toString()).decisions();
        return all.get(all.size() - 1);
    }

    @Test
    void theHeaderReadsBackAsItWas() {
        LedgerHeader header = SmallPlanner.header("{ttft_ms: 300.1, itl_ms: 0.30000000000000004, compatibility: 1.0}");

        LedgerHeader read =
                LedgerHeader.read(LedgerJson.parse(LedgerJson.line(header, Optional.of("x"))), "ledger.jsonl:1");

        assertThat(read.sameAs(header)).isTrue();
        assertThat(read.profile()).isEqualTo(header.profile());
        assertThat(read.gpusPerEngine()).isEqualTo(header.gpusPerEngine());
        assertThat(read.grant()).isEqualTo(header.grant());
        assertThat(read.graph()).isEqualTo(header.graph());
        assertThat(RecordedConfig.write(read.config())).isEqualTo(RecordedConfig.write(header.config()));
    }

    @Test
    void aDecisionReadsBackWithWhatWasSeenAndDecided() {
        SmallPlanner.Decided decided = planner.decide(1000);

        RecordedDecision read = written(decided);

        assertThat(read.id()).isEqualTo("20261121T100101Z-0001");
        assertThat(read.seen()).isEqualTo(decided.entry().seen());
        assertThat(read.demand()).isEqualTo(decided.entry().demand());
        assertThat(read.nextWakeUp()).isEqualTo(decided.entry().plan().nextWakeUp());
        assertThat(read.waiting()).isEqualTo(decided.entry().plan().waiting());
        RecordedRole decode = read.roles().get(DECODE);
        assertThat(decode.from()).isEqualTo(2);
        assertThat(decode.sizing().orElseThrow().kind()).isEqualTo("SIZED");
        assertThat(decode.sizing().orElseThrow().replicas()).isEqualTo(12);
        assertThat(decode.sizing().orElseThrow().exact()).isEqualTo(1000.0 / 90);
        assertThat(decode.wish().orElseThrow().replicas()).isEqualTo(12);
        assertThat(decode.derivation()).hasSize(1);
    }

    @Test
    void workThatEnginesAreSparedIsWrittenOnlyWhereItWasRead() {
        Demand plain = Demand.of(1000, 3000, 150, 60);
        Demand spared = plain.sparing(new Reuse(0.25, 1.8));

        assertThat(DemandJson.demand(DemandJson.write(spared))).isEqualTo(spared);
        assertThat(DemandJson.demand(DemandJson.write(plain))).isEqualTo(plain);
        assertThat(DemandJson.write(plain).has("kvHitRate")).isFalse();
    }

    @Test
    void theChainSaysWhatEachConstraintDidAndWhy() {
        RecordedRole decode = written(planner.decide(1000)).roles().get(DECODE);

        assertThat(decode.chain()).extracting(RecordedRole.Step::binding).containsExactly("step limit", "GPU budget");
        assertThat(decode.chain().get(0).before()).isEqualTo(12);
        assertThat(decode.chain().get(0).after()).isEqualTo(5);
        assertThat(decode.chain().get(0).why()).isEqualTo("at most 3 more than 2 per window");
        assertThat(decode.chain().get(1).after()).isEqualTo(decode.target());
        assertThat(decode.binding()).isEqualTo("GPU budget");
    }

    @Test
    void everyKindOfOutcomeIsToldWithItsReason() {
        assertThat(outcome(new Outcome.Applied())).isEqualTo("APPLIED ");
        assertThat(outcome(new Outcome.Unchanged())).isEqualTo("UNCHANGED ");
        assertThat(outcome(new Outcome.Deferred("a rollout is running"))).isEqualTo("DEFERRED a rollout is running");
        assertThat(outcome(new Outcome.Rejected("paused: by hand"))).isEqualTo("REJECTED paused: by hand");
        assertThat(outcome(new Outcome.Failed("409 conflict"))).isEqualTo("FAILED 409 conflict");
    }

    private String outcome(Outcome outcome) {
        RecordedDecision read = written(new SmallPlanner().decide(200, effect -> outcome));
        RecordedDecision.Written written = read.outcome(PREFILL).orElseThrow();
        assertThat(written.from()).isEqualTo(2);
        assertThat(written.to()).isEqualTo(3);
        assertThat(written.landed())
                .isEqualTo(outcome instanceof Outcome.Applied || outcome instanceof Outcome.Unchanged);
        return written.outcome() + " " + written.why();
    }

    @Test
    void proposalsAndGrantsFromOutsideAreOnTheLine() {
        var pause = new Proposal(
                DECODE,
                Proposal.Bound.REJECT,
                0,
                "maintenance",
                "operator",
                0,
                false,
                Instant.parse("2026-11-21T12:00:00Z"));
        var smaller = new GpuGrant(-1, 6, Instant.parse("2026-11-21T11:00:00Z"), "allocator");
        planner.decide(100);
        planner.change(state -> state.hearing(pause).granted(smaller));

        RecordedDecision read = written(planner.decide(100));

        assertThat(read.standing()).containsExactly(pause);
        assertThat(read.grant()).contains(smaller);
    }

    @Test
    void theConfiguredBudgetIsNotRepeatedOnEveryLine() {
        assertThat(written(planner.decide(100)).grant()).isEmpty();
    }

    @Test
    void aCheckpointHoldsTheStateBeforeTheDecision() {
        planner.decide(100);
        SmallPlanner.Decided decided = planner.decide(250);

        RecordedDecision read = written(decided);

        assertThat(read.state(SmallPlanner.LAST_VALUE))
                .isEqualTo(decided.entry().before());
    }

    @Test
    void everySixtiethLineHasACheckpoint() {
        for (int i = 0; i < 121; i++) {
            planner.decide(100 + i).writeTo(ledger);
        }
        List<RecordedDecision> read = Lines.of(text.toString()).decisions();

        assertThat(read.stream().filter(RecordedDecision::hasCheckpoint))
                .containsExactly(read.get(0), read.get(60), read.get(120));
    }

    @Test
    void anotherConfigurationStartsWithAHeaderAndACheckpoint() {
        planner.decide(100).writeTo(ledger);
        ledger.header(SmallPlanner.header("ttft_ms: 300"));
        planner.decide(100).writeTo(ledger);
        ledger.header(SmallPlanner.header("ttft_ms: 200"));
        planner.decide(100).writeTo(ledger);

        Lines read = Lines.of(text.toString());

        assertThat(read.records()).hasSize(5);
        assertThat(read.headers()).hasSize(2);
        assertThat(read.records().get(3)).isEqualTo(read.headers().get(1));
        assertThat(read.decisions()).extracting(RecordedDecision::hasCheckpoint).containsExactly(true, false, true);
    }

    @Test
    void idsSortLikeTheDecisionsAcrossRestarts() {
        Instant at = Instant.parse("2026-11-21T10:15:00.7Z");

        assertThat(List.of(
                        DecisionId.of(at, 1),
                        DecisionId.of(at, 42),
                        DecisionId.of(at.plusSeconds(3600), 1),
                        DecisionId.of(at.plusSeconds(90_000), 2)))
                .isSorted()
                .startsWith("20261121T101500Z-0001");
    }

    @Test
    void whatWasNotGivenIsNotWritten() {
        assertThat(RecordedConfig.write(SmallPlanner.config("ttft_ms: 300")).properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("ttft_ms");
    }
}
