package io.dynamoplanner.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.budget.DirectionalGuardFit;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReductionsWhileStartingTest {
    private static final PerRole<Integer> FLOORS = PerRole.of(Role.PREFILL, 1, Role.DECODE, 1);
    private static final GpuGrant NO_BUDGET = GpuGrant.fixed(-1, -1);

    private static RoleFleet of(int ready, int starting, Rollout rollout) {
        return new RoleFleet(ready + starting, ready, starting, 0, OptionalInt.of(2), rollout);
    }

    private static RoleFleet starting(int ready, int starting) {
        return of(ready, starting, starting > 0 ? Rollout.SCALING : Rollout.SETTLED);
    }

    private static Target wish(int replicas) {
        return Target.wish(replicas, replicas, Binding.DEMAND, "wish");
    }

    private static PerRole<Target> decided(PerRole<Target> wishes, PerRole<RoleFleet> fleet, GpuGrant grant) {
        var situation = new Situation(
                new Fleet(fleet), Demand.of(100, 3000, 150, 60), PerRole.empty(), grant, 0, Instant.EPOCH);
        return new ReductionsWhileStarting(new DirectionalGuardFit(), FLOORS).apply(wishes, situation);
    }

    private static List<Integer> both(int prefill, int decode, RoleFleet p, RoleFleet d, GpuGrant grant) {
        return decided(
                        PerRole.of(Role.PREFILL, wish(prefill), Role.DECODE, wish(decode)),
                        PerRole.of(Role.PREFILL, p, Role.DECODE, d),
                        grant)
                .map((role, target) -> target.replicas())
                .values();
    }

    private static int prefillOnly(int wish, RoleFleet fleet, GpuGrant grant) {
        return decided(PerRole.of(Role.PREFILL, wish(wish)), PerRole.of(Role.PREFILL, fleet), grant)
                .valueAt(0)
                .replicas();
    }

    @Test
    void aWishForMoreThanServesWaitsAndAWishForNoMoreCallsReplicasOff() {
        assertThat(both(5, 9, starting(3, 1), starting(6, 2), NO_BUDGET)).containsExactly(4, 8);
        assertThat(both(4, 9, starting(3, 1), starting(6, 2), NO_BUDGET)).containsExactly(4, 8);
        assertThat(both(3, 2, starting(3, 1), starting(6, 2), NO_BUDGET)).containsExactly(3, 2);
    }

    @Test
    void theRoleThatDoesNotStartWaitsToo() {
        assertThat(both(5, 9, starting(4, 0), starting(6, 2), NO_BUDGET)).containsExactly(4, 8);
        assertThat(both(2, 9, starting(4, 0), starting(6, 2), NO_BUDGET)).containsExactly(2, 8);
    }

    @Test
    void whatIsHeldSaysWhatItWaitsFor() {
        Target held = decided(PerRole.of(Role.PREFILL, wish(9)), PerRole.of(Role.PREFILL, starting(3, 1)), NO_BUDGET)
                .valueAt(0);

        assertThat(held.binding()).isEqualTo(Binding.ROLLOUT);
        assertThat(held.reason())
                .isEqualTo("held at 4 of which 3 serve: the wish waits until the replicas that start serve");
    }

    @Test
    void reductionsStopAtTheGpuFloorOrAreLeftOut() {
        assertThat(both(1, 1, starting(4, 1), starting(4, 1), GpuGrant.fixed(10, -1)))
                .satisfies(counts ->
                        assertThat(counts.get(0) + counts.get(1)).isEqualTo(5).isGreaterThan(2));
        assertThat(both(1, 9, starting(4, 1), starting(4, 1), GpuGrant.fixed(19, -1)))
                .containsExactly(5, 5);
    }

    @Test
    void aModelThatIsNotReadyCallsNothingOff() {
        Target notReady = Target.wish(3, 3, Binding.NOT_READY, "no model");

        PerRole<Target> targets = decided(
                PerRole.of(Role.PREFILL, notReady, Role.DECODE, notReady),
                PerRole.of(Role.PREFILL, starting(3, 1), Role.DECODE, starting(3, 1)),
                NO_BUDGET);

        assertThat(targets.values())
                .allSatisfy(target -> assertThat(target.replicas()).isEqualTo(4));
    }

    @Test
    void aSingleRoleThatShrinksIsHeldAgainstTheBudgetAndOneThatGrowsWaits() {
        assertThat(prefillOnly(5, starting(3, 1), NO_BUDGET)).isEqualTo(4);
        assertThat(prefillOnly(2, starting(3, 1), NO_BUDGET)).isEqualTo(2);
        assertThat(prefillOnly(1, starting(3, 1), GpuGrant.fixed(6, -1))).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"UPDATING", "STUCK", "UNKNOWN"})
    void aFleetThatIsNotSimplyStartingIsDecidedLikeASettledOne(Rollout rollout) {
        assertThat(both(5, 9, of(3, 1, rollout), starting(6, 0), NO_BUDGET)).containsExactly(5, 9);
    }

    @Test
    void soIsOneWithReplicasThatDrain() {
        var draining = new RoleFleet(4, 3, 1, 1, OptionalInt.of(2), Rollout.SCALING);

        assertThat(both(5, 9, draining, starting(6, 0), NO_BUDGET)).containsExactly(5, 9);
    }
}
