package io.dynamoplanner.core.cycle;

import static io.dynamoplanner.core.role.Role.PREFILL;
import static io.dynamoplanner.core.testing.Traffic.after;
import static io.dynamoplanner.core.testing.Traffic.requests;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.DirectionChangeBudget;
import io.dynamoplanner.core.constraint.FreezeWindows;
import io.dynamoplanner.core.constraint.ScaleDownStabilisation;
import io.dynamoplanner.core.constraint.StepLimit;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.testing.Cycles;
import io.dynamoplanner.core.testing.LivePlanner;
import io.dynamoplanner.core.testing.Traffic;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stabilisation, steps, direction changes and freezes over many ticks; prefill takes 100 requests per replica. */
class SteadyScalingTest {

    @Test
    void aDipShorterThanTheStabilisationWindowCostsNothing() {
        LivePlanner planner = stabilised();

        assertThat(prefill(planner, 800, 300, 300, 800, 300, 300, 300, 300, 300, 300, 200))
                .containsExactly(8, 8, 8, 8, 8, 8, 8, 8, 8, 3, 3);
    }

    @Test
    void aSlowDeclineFollowsTheLargestRecentWish() {
        LivePlanner planner = stabilised();

        assertThat(prefill(planner, 800, 700, 600, 500, 400, 300, 200, 100, 100, 100, 100, 100, 100))
                .containsExactly(8, 8, 8, 8, 8, 8, 7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void repeatedTicksInOneWindowDoNotShortenTheStabilisation() {
        LivePlanner planner = stabilised();
        planner.change(s -> s.hearing(Proposal.exactly(PREFILL, 8, "until ten past", "operator", 1, after(0, 10))));
        planner.tick(after(0, 1), requests(0, 100));
        for (int second = 10; second < 60; second += 10) {
            planner.tick(after(0, second));
            assertThat(planner.replicas(PREFILL)).isEqualTo(8);
        }
        for (long k = 1; k <= 4; k++) {
            planner.see(k, requests(k, 100));
            assertThat(planner.replicas(PREFILL)).isEqualTo(8);
        }
        planner.tick(after(5, 2), requests(5, 100));
        assertThat(planner.replicas(PREFILL)).isEqualTo(1);
    }

    @Test
    void aSpikeClimbsOneStepPerWindowHoweverOftenTheWindowIsLookedAt() {
        LivePlanner planner =
                Cycles.plain().steadiedBy(new StepLimit(3, 2, Baseline.DESIRED)).live(1, 1);
        for (int second = 1; second < 60; second += 7) {
            Plan plan = planner.tick(after(0, second), requests(0, 1000));
            assertThat(plan.targets().get(PREFILL)).isEqualTo(4);
            assertThat(plan.roles().get(PREFILL).target().binding()).isEqualTo(Binding.STEP);
        }
        planner.see(1, requests(1, 1000));
        assertThat(planner.replicas(PREFILL)).isEqualTo(7);
        planner.see(2, requests(2, 100));
        planner.tick(after(2, 30));
        assertThat(planner.replicas(PREFILL)).isEqualTo(5);
    }

    @Test
    void stepsFromReadyReplicasCountFromThoseOfTheFirstLook() {
        LivePlanner planner =
                Cycles.plain().steadiedBy(new StepLimit(3, 2, Baseline.READY)).live(4, 4);
        planner.see(0, requests(0, 1000));
        assertThat(planner.replicas(PREFILL)).isEqualTo(7);
        planner.fleet(PREFILL, RoleFleet.settled(7, 1));
        planner.tick(after(0, 30));
        assertThat(planner.replicas(PREFILL)).isEqualTo(7);
    }

    @Test
    void aFlappingLoadIsFollowedUpButNotDownOnceTheReversalsAreUsed() {
        LivePlanner planner =
                Cycles.plain().steadiedBy(new DirectionChangeBudget(2)).live(2, 4);

        assertThat(prefill(planner, 500, 200, 500, 200, 700, 200)).containsExactly(5, 2, 5, 5, 7, 7);
        // an hour after the first reversal, in window 1, there is one to spend again
        planner.see(61, requests(61, 200));
        assertThat(planner.replicas(PREFILL)).isEqualTo(7);
        planner.tick(after(61, 2));
        assertThat(planner.replicas(PREFILL)).isEqualTo(2);
    }

    @Test
    void aFreezeOverMidnightHoldsTheFleetUntilTheMorning() {
        var night = new FreezeWindows.Window(LocalTime.of(23, 58), LocalTime.of(0, 3), Set.of(DayOfWeek.MONDAY), false);
        LivePlanner planner =
                Cycles.plain().steadiedBy(new FreezeWindows(List.of(night))).live(5, 9);
        List<Integer> seen = new ArrayList<>();
        Instant tuesday = Traffic.START.plus(Duration.ofDays(1));
        for (int minute = -4; minute <= 4; minute++) {
            Instant now = tuesday.plus(Duration.ofMinutes(minute));
            long k = Traffic.GRID.completeBy(now) - 1;
            planner.tick(now, requests(k, minute == -4 ? 500 : 900));
            seen.add(planner.replicas(PREFILL));
            if (minute == -3) {
                planner.fleet(PREFILL, RoleFleet.settled(5, 1));
            }
        }

        assertThat(seen).containsExactly(5, 9, 5, 5, 5, 5, 5, 9, 9);
    }

    private static LivePlanner stabilised() {
        return Cycles.plain()
                .steadiedBy(new ScaleDownStabilisation(Duration.ofMinutes(5)))
                .live(1, 1);
    }

    private static List<Integer> prefill(LivePlanner planner, int... requestsPerWindow) {
        List<Integer> seen = new ArrayList<>();
        for (int k = 0; k < requestsPerWindow.length; k++) {
            planner.see(k, requests(k, requestsPerWindow[k]));
            seen.add(planner.replicas(PREFILL));
        }
        return seen;
    }
}
