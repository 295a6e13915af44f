package io.dynamoplanner.core.ledger;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.constraint.DirectionChangeBudget;
import io.dynamoplanner.core.constraint.ScaleDownStabilisation;
import io.dynamoplanner.core.constraint.StepLimit;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.demand.UnknownPolicy;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.testing.Cycles;
import io.dynamoplanner.core.testing.LivePlanner;
import io.dynamoplanner.core.testing.RequestsPerReplica;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.testing.TrendPredictor;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final Cycles CYCLES = Cycles.plain()
            .forecastBy(TrendPredictor.FAMILY)
            .unknown(Signal.REQUESTS, new UnknownPolicy.LastGood(Duration.ofMinutes(2)))
            .steadiedBy(
                    new ScaleDownStabilisation(Duration.ofMinutes(4)),
                    new DirectionChangeBudget(6),
                    new StepLimit(4, 3, Baseline.DESIRED))
            .withCorrection();
    private final List<LedgerEntry> ledger = recorded();

    @Test
    void aReplayFromTheFirstCheckpointMakesTheSamePlans() {
        assertThat(Replay.run(CYCLES.build(), ledger.get(0).before(), steps(0))).isEqualTo(plans(0));
    }

    @Test
    void aReplayFromAnyLaterCheckpointMakesTheSamePlans() {
        for (int from = 1; from < ledger.size(); from += 7) {
            assertThat(Replay.run(CYCLES.build(), ledger.get(from).before(), steps(from)))
                    .isEqualTo(plans(from));
        }
    }

    @Test
    void theSameStateObservationAndTimeGiveTheSamePlanAndState() {
        PlanningCycle cycle = CYCLES.build();
        for (LedgerEntry entry : ledger) {
            Cycle once = cycle.tick(entry.before(), entry.seen(), entry.at());
            Cycle again = CYCLES.build().tick(entry.before(), entry.seen(), entry.at());

            assertThat(again).isEqualTo(once);
            assertThat(once.plan()).isEqualTo(entry.plan());
        }
    }

    @Test
    void anotherCycleAnswersWhatIf() {
        PlanningCycle thrifty =
                CYCLES.sizedBy(new RequestsPerReplica(PREFILL, 200)).build();

        assertThat(Replay.run(thrifty, ledger.get(0).before(), steps(0)))
                .hasSameSizeAs(ledger)
                .isNotEqualTo(plans(0));
    }

    @Test
    void nothingRecordedGivesNoPlan() {
        assertThat(Replay.run(CYCLES.build(), ledger.get(0).before(), List.of()))
                .isEmpty();
    }

    private List<Replay.Step> steps(int from) {
        return ledger.subList(from, ledger.size()).stream()
                .map(e -> new Replay.Step(e.seen(), e.at(), List.of()))
                .toList();
    }

    private List<Plan> plans(int from) {
        return ledger.subList(from, ledger.size()).stream()
                .map(LedgerEntry::plan)
                .toList();
    }

    private static List<LedgerEntry> recorded() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        LivePlanner planner = CYCLES.live(2, 4, GpuGrant.fixed(-1, 24));
        for (long k = 0; k < 60; k++) {
            planner.see(
                    k,
                    random.nextInt(5) == 0
                            ? Traffic.outage(k)
                            : Traffic.but(
                                    Traffic.requests(k, random.nextInt(900)),
                                    Signal.TTFT,
                                    100 * Math.exp(random.nextDouble(-0.1, 0.1))));
            if (random.nextBoolean()) {
                planner.tick(Traffic.after(k, 30));
            }
        }
        assertThat(planner.replicas(DECODE)).isPositive();
        return planner.ledger();
    }
}
