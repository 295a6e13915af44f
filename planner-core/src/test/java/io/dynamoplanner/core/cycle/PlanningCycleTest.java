package io.dynamoplanner.core.cycle;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static io.dynamoplanner.core.testing.Traffic.after;
import static io.dynamoplanner.core.testing.Traffic.idle;
import static io.dynamoplanner.core.testing.Traffic.outage;
import static io.dynamoplanner.core.testing.Traffic.requests;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.demand.UnknownPolicy;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.core.testing.Cycles;
import io.dynamoplanner.core.testing.ImpossibleTarget;
import io.dynamoplanner.core.testing.LivePlanner;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** From windows to writes. Prefill takes 100 requests per window and replica, decode 50. */
class PlanningCycleTest {

    @Test
    void demandBecomesReplicasAndEveryStepIsExplained() {
        LivePlanner planner = Cycles.plain().live(2, 10);
        Plan plan = planner.see(0, requests(0, 310));

        assertThat(plan.targets()).isEqualTo(PerRole.of(PREFILL, 4, DECODE, 7));
        assertThat(plan.effects())
                .containsExactly(new Effect.SetReplicas(DECODE, 10, 7), new Effect.SetReplicas(PREFILL, 2, 4));
        RoleDecision prefill = plan.roles().get(PREFILL);
        assertThat(prefill.from()).isEqualTo(2);
        assertThat(prefill.now()).isEqualTo(4);
        assertThat(prefill.target().binding()).isEqualTo(Binding.DEMAND);
        assertThat(prefill.target().reason()).isEqualTo("5.2 requests/s ask for 4: requests per replica");
        assertThat(prefill.target().need()).isEqualTo(3.1);
        assertThat(plan.at()).isEqualTo(after(0, 1));
        assertThat(planner.ledger().get(0).wished()).isEqualTo(plan.targets());
        assertThat(planner.ledger().get(0).demand().requests()).isEqualTo(310);
    }

    @Test
    void aSettledFleetGetsNothingToWrite() {
        LivePlanner planner = Cycles.plain().live(3, 6);

        assertThat(planner.see(0, requests(0, 300)).effects()).isEmpty();
    }

    @Test
    void theNextWakeUpIsTheEndOfTheWindowThatIsRunning() {
        LivePlanner planner = Cycles.plain().live(3, 6);

        assertThat(planner.tick(Traffic.START).nextWakeUp()).isEqualTo(Traffic.GRID.startOf(1));
        assertThat(planner.see(0, requests(0, 300)).nextWakeUp()).isEqualTo(Traffic.GRID.startOf(2));
        assertThat(planner.tick(Traffic.GRID.startOf(2), requests(1, 300)).nextWakeUp())
                .isEqualTo(Traffic.GRID.startOf(3));
    }

    @Test
    void growthThatWaitsForAReleaseIsLookedAtSoonAndComesThen() {
        LivePlanner planner = Cycles.plain().live(8, 2, GpuGrant.fixed(-1, 10));
        planner.change(s -> s.hearing(exactly(PREFILL, 4)).hearing(exactly(DECODE, 6)));

        Plan first = planner.see(0, requests(0, 400));
        assertThat(first.effects()).containsExactly(new Effect.SetReplicas(PREFILL, 8, 4));
        assertThat(first.waiting()).containsExactly("decode waits at 2 of 6 until GPUs are released");
        assertThat(first.nextWakeUp()).isEqualTo(after(0, 11));
        Plan second = planner.tick(after(0, 11));
        assertThat(second.effects()).containsExactly(new Effect.SetReplicas(DECODE, 2, 6));
        assertThat(second.waiting()).isEmpty();
        assertThat(second.nextWakeUp()).isEqualTo(Traffic.GRID.startOf(2));
    }

    @Test
    void aWaitNearTheEndOfAWindowDoesNotDelayTheNextOne() {
        LivePlanner planner = Cycles.plain().live(8, 2, GpuGrant.fixed(-1, 10));
        planner.change(s -> s.hearing(exactly(PREFILL, 4)).hearing(exactly(DECODE, 6)));

        assertThat(planner.tick(after(0, 55), requests(0, 400)).nextWakeUp()).isEqualTo(Traffic.GRID.startOf(2));
    }

    @Test
    void idlenessShrinksToTheFloorsAndTrafficBringsTheFleetBack() {
        LivePlanner planner = Cycles.plain().floors(1, 0).live(3, 6);
        planner.see(0, requests(0, 300));

        Plan asleep = planner.see(1, idle(1));
        assertThat(asleep.targets()).isEqualTo(PerRole.of(PREFILL, 1, DECODE, 0));
        assertThat(asleep.roles().get(PREFILL).target().binding()).isEqualTo(Binding.FLOOR);
        assertThat(planner.replicas(DECODE)).isZero();
        planner.see(2, requests(2, 240));
        assertThat(planner.replicas(PREFILL)).isEqualTo(3);
        assertThat(planner.replicas(DECODE)).isEqualTo(5);
    }

    @Test
    void theFloorHoldsEvenWhenNothingIsKnown() {
        LivePlanner planner = Cycles.plain().floors(2, 3).live(0, 5);
        Plan plan = planner.see(0, outage(0));

        assertThat(plan.targets()).isEqualTo(PerRole.of(PREFILL, 2, DECODE, 5));
        RoleDecision decode = plan.roles().get(DECODE);
        assertThat(decode.target().binding()).isEqualTo(Binding.UNKNOWN_READING);
        assertThat(decode.target().reason()).contains("HTTP 503");
        assertThat(decode.sizing()).isInstanceOf(Sizing.NotReady.class);
    }

    @Test
    void theFloorForUnknownLoadRaisesButNeverLowersAndEndsWithTheOutage() {
        LivePlanner planner = Cycles.plain()
                .unknown(Signal.REQUESTS, new UnknownPolicy.Floor(4))
                .live(2, 6);
        Plan blind = planner.see(0, outage(0));

        assertThat(blind.targets()).isEqualTo(PerRole.of(PREFILL, 4, DECODE, 6));
        assertThat(blind.roles().get(PREFILL).target().reason()).isEqualTo("4 as floor while the load is unknown");
        assertThat(blind.roles().get(PREFILL).target().binding()).isEqualTo(Binding.UNKNOWN_READING);
        assertThat(planner.see(1, outage(1)).effects()).isEmpty();
        assertThat(planner.see(2, requests(2, 200)).targets()).isEqualTo(PerRole.of(PREFILL, 2, DECODE, 4));
    }

    @Test
    void anInfeasibleTargetIsHeldOrServedAsWellAsCanBe() {
        Cycles impossible = Cycles.plain().sizedBy(new ImpossibleTarget(PREFILL, 100));

        Plan held = impossible.live(2, 6).see(0, requests(0, 500));
        assertThat(held.targets()).isEqualTo(PerRole.of(PREFILL, 2, DECODE, 10));
        assertThat(held.roles().get(PREFILL).target().binding()).isEqualTo(Binding.INFEASIBLE);
        assertThat(held.roles().get(PREFILL).target().reason()).isEqualTo("no engine is that fast");
        assertThat(held.roles().get(PREFILL).target().need()).isEqualTo(5);
        Plan best = impossible.whenInfeasible(Infeasible.BEST_EFFORT).live(2, 6).see(0, requests(0, 500));
        assertThat(best.targets().get(PREFILL)).isEqualTo(5);
        assertThat(best.roles().get(PREFILL).target().binding()).isEqualTo(Binding.INFEASIBLE);
    }

    @Test
    void aTargetThatNoRequestCanMissHoldsNobody() {
        LivePlanner planner =
                Cycles.plain().sizedBy(new ImpossibleTarget(PREFILL, 100)).live(5, 6);
        Plan plan = planner.see(0, idle(0));

        assertThat(plan.targets().get(PREFILL)).isEqualTo(1);
        assertThat(plan.roles().get(PREFILL).target().wished()).isZero();
    }

    @Test
    void theFloorForUnknownLoadDoesNotApplyToAnInfeasibleTargetUnderKnownLoad() {
        LivePlanner planner = Cycles.plain()
                .sizedBy(new ImpossibleTarget(PREFILL, 100))
                .unknown(Signal.REQUESTS, new UnknownPolicy.Floor(4))
                .live(2, 6);

        assertThat(planner.see(0, requests(0, 500)).targets().get(PREFILL)).isEqualTo(2);
    }

    @Test
    void aWindowCorrectsTheModelsOnceHoweverOftenItIsShown() {
        LivePlanner planner = Cycles.plain().withCorrection().live(2, 4);
        TrafficWindow slow = Traffic.but(requests(0, 200), Signal.TTFT, 150);

        planner.tick(after(0, 1), slow, slow);
        planner.tick(after(0, 20), slow);
        assertThat(planner.state().corrections()).isEqualTo(PerRole.of(PREFILL, 1.5, DECODE, 1.5));
        assertThat(planner.replicas(PREFILL)).isEqualTo(3);
        Plan next = planner.see(1, Traffic.but(requests(1, 200), Signal.TTFT, 50));
        assertThat(next.roles().get(PREFILL).correction()).isEqualTo(0.75);
    }

    @Test
    void aWindowThatIsStillRunningCorrectsNothing() {
        LivePlanner planner = Cycles.plain().withCorrection().live(2, 4);
        TrafficWindow running = Traffic.but(requests(1, 200), Signal.TTFT, 150);

        planner.tick(after(0, 30), requests(0, 200), running);
        assertThat(planner.state().corrections()).isEqualTo(PerRole.of(PREFILL, 1.0, DECODE, 1.0));
        planner.tick(after(1, 0), running);
        assertThat(planner.state().corrections()).isEqualTo(PerRole.of(PREFILL, 1.5, DECODE, 1.5));
    }

    @Test
    void anOlderWindowBehindANewerOneCorrectsNothing() {
        LivePlanner planner = Cycles.plain().withCorrection().live(2, 4);

        planner.tick(after(1, 1), requests(1, 200), Traffic.but(requests(0, 200), Signal.TTFT, 150));
        assertThat(planner.state().corrections().get(PREFILL)).isEqualTo(1.0);
    }

    private static Proposal exactly(Role role, int replicas) {
        return Proposal.exactly(role, replicas, "test", "operator", 1, Instant.MAX);
    }
}
