package io.dynamoplanner.core.cycle;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.constraint.Constraint;
import io.dynamoplanner.core.constraint.DirectionChangeBudget;
import io.dynamoplanner.core.constraint.ScaleDownStabilisation;
import io.dynamoplanner.core.constraint.StepLimit;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.sizing.DecodeByThroughput;
import io.dynamoplanner.core.sizing.PrefillByThroughput;
import io.dynamoplanner.core.testing.Cycles;
import io.dynamoplanner.core.testing.LinearDecode;
import io.dynamoplanner.core.testing.LinearPrefill;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.testing.WarmingFleet;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The planner and a small fleet in simulated time: replicas serve three windows after a write and drain for two. */
class ClosedLoopTest {
    private static final Constraint[] STEADY = {
        new ScaleDownStabilisation(Duration.ofMinutes(15)),
        new DirectionChangeBudget(4),
        new StepLimit(4, 2, Baseline.DESIRED)
    };

    @Test
    void aStepInTheLoadIsReachedStepByStepAndThenNothingMoves() {
        List<Integer> prefill =
                run(Cycles.plain().steadiedBy(STEADY), 60, k -> Traffic.requests(k, k < 10 ? 200 : 1150));

        assertThat(prefill.subList(0, 10)).containsOnly(2);
        assertThat(prefill.subList(10, 14)).containsExactly(6, 10, 12, 12);
        assertThat(prefill.subList(14, 60)).containsOnly(12);
    }

    @Test
    void aStepDownIsFollowedAfterTheStabilisationWindowAndThenNothingMoves() {
        List<Integer> prefill =
                run(Cycles.plain().steadiedBy(STEADY), 60, k -> Traffic.requests(k, k < 10 ? 800 : 150));

        assertThat(prefill.subList(3, 25)).containsOnly(8);
        assertThat(prefill.subList(25, 29)).containsExactly(6, 4, 2, 2);
        assertThat(prefill.subList(29, 60)).containsOnly(2);
    }

    @Test
    void aRampIsFollowedWithoutEverTurningBack() {
        List<Integer> prefill = run(Cycles.plain().steadiedBy(STEADY), 120, k -> Traffic.requests(k, 100 + 10.0 * k));

        assertThat(reversals(prefill)).isZero();
        for (int k = 1; k < 120; k++) {
            assertThat(prefill.get(k)).isEqualTo((int) Math.ceil((100 + 10.0 * k) / 100));
        }
    }

    @Test
    void aSineTurnsTheFleetTwicePerPeriod() {
        List<Integer> prefill = run(
                Cycles.plain().steadiedBy(STEADY),
                360,
                k -> Traffic.requests(k, Math.rint(1000 + 600 * Math.sin(2 * Math.PI * k / 120))));

        assertThat(reversals(prefill)).isBetween(4, 6);
        assertThat(prefill.stream().mapToInt(n -> n).max()).hasValue(16);
        assertThat(prefill.subList(20, 360)).anyMatch(n -> n <= 6);
    }

    @Test
    void aNoisyConstantLoadMovesASteadiedFleetNoMore() {
        List<Integer> steadied = run(Cycles.plain().steadiedBy(STEADY), 240, noisy());
        List<Integer> raw = run(Cycles.plain(), 240, noisy());

        assertThat(steadied.subList(20, 240)).containsOnly(11);
        assertThat(reversals(raw)).isGreaterThan(50);
    }

    @Test
    void anOutageShrinksNothingAndTheFleetGoesOnAfterIt() {
        Cycles cycles = Cycles.plain().steadiedBy(new StepLimit(4, 2, Baseline.DESIRED));
        List<Integer> prefill =
                run(cycles, 80, k -> k >= 20 && k < 50 ? Traffic.outage(k) : Traffic.requests(k, k < 20 ? 1000 : 300));

        assertThat(prefill.subList(5, 50)).containsOnly(10);
        assertThat(prefill.subList(50, 55)).containsExactly(8, 6, 4, 3, 3);
        assertThat(prefill.get(79)).isEqualTo(3);
    }

    @Test
    void whileRolesTradeGpusTheCeilingIsNeverExceededAndBothGetThere() {
        Cycles trading = new Cycles(
                Cycles.plain().predictors(),
                Cycles.plain().unknown(),
                PerRole.of(
                        PREFILL,
                        new PrefillByThroughput(new LinearPrefill(20, 0.02), 1),
                        DECODE,
                        new DecodeByThroughput(new LinearDecode(5, 0.1, 1e6), 1, 10)),
                Cycles.plain().floors(),
                List.of(),
                Infeasible.BEST_EFFORT,
                false,
                true);
        // 100 requests/s of 3000 and 110 tokens need 8 and 3 replicas, of 1000 and 590 tokens 4 and 12
        var loop = new Loop(trading.build(), 2, 2, GpuGrant.fixed(-1, 16));
        for (long k = 0; k < 60; k++) {
            boolean longPrompts = k / 15 % 2 == 0;
            loop.window(k, longPrompts ? Traffic.window(k, 6000, 3000, 110) : Traffic.window(k, 6000, 1000, 590));
            assertThat(loop.held(k)).isLessThanOrEqualTo(16);
            if (k % 15 == 14) {
                assertThat(loop.prefill.observe(k).ready()).isEqualTo(longPrompts ? 8 : 4);
                assertThat(loop.decode.observe(k).ready()).isEqualTo(longPrompts ? 3 : 12);
            }
        }
    }

    private static LongFunction<TrafficWindow> noisy() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(21);
        return k -> Traffic.requests(k, 1000 + random.nextInt(-30, 31));
    }

    /** Prefill replicas asked for at the end of each window. */
    private static List<Integer> run(Cycles cycles, long windows, LongFunction<TrafficWindow> traffic) {
        var loop = new Loop(cycles.build(), 2, 4, Cycles.NO_LIMIT);
        List<Integer> prefill = new ArrayList<>();
        for (long k = 0; k < windows; k++) {
            loop.window(k, traffic.apply(k));
            prefill.add(loop.prefill.observe(k).desired());
        }
        return prefill;
    }

    private static int reversals(List<Integer> counts) {
        int reversals = 0;
        int direction = 0;
        for (int i = 1; i < counts.size(); i++) {
            int step = Integer.signum(counts.get(i) - counts.get(i - 1));
            if (step != 0 && direction != 0 && step != direction) {
                reversals++;
            }
            direction = step == 0 ? direction : step;
        }
        return reversals;
    }

    private static final class Loop {
        private final PlanningCycle cycle;
        private final WarmingFleet prefill;
        private final WarmingFleet decode;
        private PlannerState state;

        Loop(PlanningCycle cycle, int prefillReplicas, int decodeReplicas, GpuGrant grant) {
            this.cycle = cycle;
            this.prefill = new WarmingFleet(prefillReplicas, 3, 2);
            this.decode = new WarmingFleet(decodeReplicas, 3, 2);
            this.state = cycle.fresh(grant);
        }

        /** Ticks from the end of a window to the end of the next one, whenever the planner wants to wake up. */
        void window(long k, TrafficWindow seen) {
            Instant now = Traffic.GRID.startOf(k + 1);
            while (now.isBefore(Traffic.GRID.startOf(k + 2))) {
                var fleet = new Fleet(PerRole.of(PREFILL, prefill.observe(k), DECODE, decode.observe(k)));
                Cycle result = cycle.tick(state, new Observation(List.of(seen), fleet), now);
                state = result.state();
                Plan plan = result.plan();
                prefill.specify(plan.roles().get(PREFILL).now(), k);
                decode.specify(plan.roles().get(DECODE).now(), k);
                assertThat(plan.nextWakeUp()).isAfter(now);
                now = plan.nextWakeUp();
            }
        }

        int held(long k) {
            return prefill.held(k) + decode.held(k);
        }
    }
}
