package io.dynamoplanner.core.handover;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static io.dynamoplanner.core.testing.Traffic.outage;
import static io.dynamoplanner.core.testing.Traffic.requests;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.ScaleDownStabilisation;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.testing.Cycles;
import io.dynamoplanner.core.testing.LivePlanner;
import io.dynamoplanner.core.testing.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Prefill takes 100 requests per window and replica, decode 50. */
class HandoverTest {
    private static final GpuGrant TEN = GpuGrant.fixed(-1, 10);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    void growthThatWaitedForGpusIsFinishedByTheNextLeaderThoughItCannotReadTheLoad() {
        // 400 requests want 4 + 8 of 10 GPUs; prefill can grow only when decode has let go
        LivePlanner first = Cycles.plain().live(1, 9, TEN);
        Plan plan = first.see(0, requests(0, 400));
        int prefill = plan.targets().get(PREFILL);
        assertThat(plan.waiting()).isNotEmpty();
        Handover handover = Handover.of(first.state(), plan);
        assertThat(handover.pending().find(PREFILL)).contains(prefill);

        LivePlanner next = successor(Cycles.plain(), handover, 1, plan.targets().get(DECODE), 1);
        Plan resumed = next.tick(Traffic.after(1, 1), outage(1));

        assertThat(resumed.effects()).containsExactly(new Effect.SetReplicas(PREFILL, 1, prefill));
    }

    @Test
    void theSuccessorDoesNotHoldOnToPendingGrowthOnceTheLoadIsKnownAndPatienceIsOver() {
        LivePlanner first = Cycles.plain().live(1, 9, TEN);
        Handover handover = Handover.of(first.state(), first.see(0, requests(0, 400)));
        Instant late = Traffic.after(30, 1);

        LivePlanner next = successor(Cycles.plain(), handover, 1, 2, 1);

        assertThat(next.tick(late, requests(30, 90)).targets()).isEqualTo(PerRole.of(PREFILL, 1, DECODE, 2));
    }

    @Test
    void theStabilisationWindowGoesOnWhereItWas() {
        Cycles cycles = Cycles.plain().steadiedBy(new ScaleDownStabilisation(Duration.ofMinutes(3)));
        LivePlanner first = cycles.live(3, 6);
        first.see(0, requests(0, 300));
        first.see(1, requests(1, 100));
        Plan plan = first.see(2, requests(2, 100));
        Handover handover = Handover.of(first.state(), plan);

        LivePlanner next = successor(cycles, handover, 3, 6, 2);

        assertThat(next.see(3, requests(3, 100)).targets()).isEqualTo(PerRole.of(PREFILL, 3, DECODE, 6));
        assertThat(next.see(4, requests(4, 100)).targets()).isEqualTo(PerRole.of(PREFILL, 1, DECODE, 2));
    }

    @Test
    void nothingIsWrittenWhileNothingHappens() {
        LivePlanner planner = Cycles.plain().live(3, 6);
        planner.see(0, requests(0, 300));
        Handover earlier = Handover.of(planner.state(), planner.see(1, requests(1, 300)));
        for (int window = 2; window < 50; window++) {
            Handover now = Handover.of(planner.state(), planner.see(window, requests(window, 300)));
            assertThat(now.differsFrom(earlier)).as("window " + window).isFalse();
        }
    }

    @Test
    void aChangeOfDirectionIsHandedOver() {
        LivePlanner planner = Cycles.plain().live(3, 6);
        planner.see(0, requests(0, 600));
        Handover up = Handover.of(planner.state(), planner.see(1, requests(1, 600)));
        Plan down = planner.see(2, requests(2, 300));

        Handover handover = Handover.of(planner.state(), down);

        assertThat(handover.differsFrom(up)).isTrue();
        assertThat(handover.history().get(DECODE).lastDirection()).isEqualTo(-1);
        assertThat(handover.history().get(DECODE).reversals()).hasSize(1);
    }

    private static LivePlanner successor(Cycles cycles, Handover handover, int prefill, int decode, int window) {
        PlanningCycle cycle = cycles.build();
        Instant now = Traffic.after(window, 1);
        var planner = new LivePlanner(
                cycle,
                handover.resume(cycle.fresh(TEN), now, now.minus(Duration.ofMinutes(3)), PATIENCE),
                PerRole.of(PREFILL, prefill, DECODE, decode));
        planner.fleet(PREFILL, new RoleFleet(prefill, prefill, 0, 0, OptionalInt.of(1), RoleFleet.Rollout.SETTLED));
        return planner;
    }
}
