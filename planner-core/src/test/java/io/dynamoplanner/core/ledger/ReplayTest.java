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
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.demand.UnknownPolicy;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.testing.Cycles;
import io.dynamoplanner.core.testing.LivePlanner;
import io.dynamoplanner.core.testing.RequestsPerReplica;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.testing.TrendPredictor;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        assertThat(run(CYCLES.build(), ledger.get(0).before(), steps(0))).isEqualTo(plans(0));
    }

    @Test
    void aReplayFromAnyLaterCheckpointMakesTheSamePlans() {
        for (int from = 1; from < ledger.size(); from += 7) {
            assertThat(run(CYCLES.build(), ledger.get(from).before(), steps(from)))
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

        assertThat(run(thrifty, ledger.get(0).before(), steps(0)))
                .hasSameSizeAs(ledger)
                .isNotEqualTo(plans(0));
    }

    @Test
    void whatCameFromOutsideBetweenTheTicksIsPartOfTheStep() {
        PlannerState left = ledger.get(9).before();
        GpuGrant smaller = new GpuGrant(-1, 3, Instant.MAX, "allocator");
        Proposal pause = new Proposal(
                DECODE,
                Proposal.Bound.REJECT,
                0,
                "maintenance",
                "operator",
                0,
                false,
                ledger.get(9).at().plusSeconds(600));
        PlannerState told = left.hearing(pause).granted(smaller);
        Cycle live =
                CYCLES.build().tick(told, ledger.get(9).seen(), ledger.get(9).at());

        Cycle again = Replay.tick(CYCLES.build(), left, Replay.Step.of(live.entry()));

        assertThat(again).isEqualTo(live);
        assertThat(again.plan()).isNotEqualTo(ledger.get(9).plan());
    }

    private static List<Plan> run(PlanningCycle cycle, PlannerState checkpoint, List<Replay.Step> steps) {
        var plans = new ArrayList<Plan>();
        PlannerState state = checkpoint;
        for (Replay.Step step : steps) {
            Cycle again = Replay.tick(cycle, state, step);
            plans.add(again.plan());
            state = again.state();
        }
        return plans;
    }

    private List<Replay.Step> steps(int from) {
        return ledger.subList(from, ledger.size()).stream().map(Replay.Step::of).toList();
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
