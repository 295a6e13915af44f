package io.dynamoplanner.core.staging;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.Situation;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.testing.SimulatedPods;
import io.dynamoplanner.core.testing.Traffic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ReleaseFirstTest {
    private static final GpuGrant TEN_GPUS = GpuGrant.fixed(-1, 10);
    private final ReleaseFirst staging = new ReleaseFirst();

    @Test
    void growthThatIsPaidForByAReleaseWaitsForIt() {
        PerRole<RoleFleet> full = PerRole.of(PREFILL, settled(6), DECODE, settled(4));

        assertThat(now(full, 4, 6, TEN_GPUS)).isEqualTo(PerRole.of(PREFILL, 4, DECODE, 4));
    }

    @Test
    void growthMayUseWhatIsFreeAtOnce() {
        PerRole<RoleFleet> almostFull = PerRole.of(PREFILL, settled(5), DECODE, settled(4));

        assertThat(now(almostFull, 4, 6, TEN_GPUS)).isEqualTo(PerRole.of(PREFILL, 4, DECODE, 5));
    }

    @Test
    void drainingReplicasAreHeldUntilTheyAreGone() {
        RoleFleet draining = fleet(4, 4, 0, 2, 1);

        assertThat(now(PerRole.of(PREFILL, draining, DECODE, settled(4)), 4, 6, TEN_GPUS)
                        .get(DECODE))
                .isEqualTo(4);
        assertThat(now(PerRole.of(PREFILL, fleet(4, 4, 0, 1, 1), DECODE, settled(4)), 4, 6, TEN_GPUS)
                        .get(DECODE))
                .isEqualTo(5);
    }

    @Test
    void replicasThatAreStillToBeCreatedAreHeldAlready() {
        RoleFleet pending = fleet(6, 1, 1, 0, 1);

        assertThat(now(PerRole.of(PREFILL, pending, DECODE, settled(4)), 6, 5, TEN_GPUS))
                .isEqualTo(PerRole.of(PREFILL, 6, DECODE, 4));
    }

    @Test
    void aRoleThatIsBeingShrunkGrowsAgainOnlyIntoFreeGpus() {
        RoleFleet notDrainingYet = fleet(3, 5, 0, 0, 1);

        assertThat(now(PerRole.of(PREFILL, notDrainingYet), 5, GpuGrant.fixed(-1, 5)))
                .isEqualTo(3);
        assertThat(now(PerRole.of(PREFILL, notDrainingYet), 5, GpuGrant.fixed(-1, 6)))
                .isEqualTo(4);
    }

    @Test
    void freeGpusGoToTheRoleThatIsFurthestFromItsTarget() {
        PerRole<RoleFleet> small = PerRole.of(PREFILL, settled(1), DECODE, settled(1));

        assertThat(now(small, 4, 8, GpuGrant.fixed(-1, 6))).isEqualTo(PerRole.of(PREFILL, 2, DECODE, 4));
        assertThat(now(small, 8, 4, GpuGrant.fixed(-1, 6))).isEqualTo(PerRole.of(PREFILL, 4, DECODE, 2));
    }

    @Test
    void aWideRoleThatDoesNotFitDoesNotKeepANarrowOneFromGrowing() {
        PerRole<RoleFleet> mixed = PerRole.of(PREFILL, settled(2), DECODE, fleet(1, 1, 0, 0, 4));

        assertThat(now(mixed, 4, 4, GpuGrant.fixed(-1, 9))).isEqualTo(PerRole.of(PREFILL, 4, DECODE, 1));
        assertThat(now(mixed, 4, 4, GpuGrant.fixed(-1, 10))).isEqualTo(PerRole.of(PREFILL, 2, DECODE, 2));
    }

    @Test
    void withoutACeilingEverythingIsWrittenAtOnce() {
        PerRole<RoleFleet> any = PerRole.of(PREFILL, fleet(2, 2, 0, 9, 1), DECODE, settled(3));

        assertThat(now(any, 50, 1, GpuGrant.fixed(-1, -1))).isEqualTo(PerRole.of(PREFILL, 50, DECODE, 1));
    }

    @Test
    void afterAGrantHasExpiredNothingGrowsEvenWithoutACeiling() {
        var expired = new GpuGrant(-1, -1, Traffic.START, "allocator");

        assertThat(now(PerRole.of(PREFILL, settled(2), DECODE, settled(3)), 5, 1, expired))
                .isEqualTo(PerRole.of(PREFILL, 2, DECODE, 1));
    }

    @Test
    void aFleetAboveItsCeilingShrinksAndDoesNotGrow() {
        assertThat(now(PerRole.of(PREFILL, settled(9), DECODE, settled(9)), 3, 10, TEN_GPUS))
                .isEqualTo(PerRole.of(PREFILL, 3, DECODE, 9));
    }

    @Test
    void aRoleOfUnknownWidthDoesNotGrowUnderACeiling() {
        var blind = new RoleFleet(2, 2, 0, 0, OptionalInt.empty(), RoleFleet.Rollout.SETTLED);

        assertThat(now(PerRole.of(PREFILL, blind, DECODE, settled(1)), 5, 2, TEN_GPUS))
                .isEqualTo(PerRole.of(PREFILL, 2, DECODE, 2));
    }

    @Test
    void theReferencesStagingWritesEverythingWhateverIsHeld() {
        PerRole<Integer> counts = new AllAtOnce()
                .now(targets(4, 6), situation(PerRole.of(PREFILL, settled(6), DECODE, settled(4)), TEN_GPUS));

        assertThat(counts).isEqualTo(PerRole.of(PREFILL, 4, DECODE, 6));
    }

    @Test
    void gpusHeldNeverExceedTheCeilingAtAnyInstantAndTargetsAreReached() {
        for (long seed = 0; seed < 2000; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            int widthP = 1 + random.nextInt(4);
            int widthD = 1 + random.nextInt(4);
            var prefill = pods(random, widthP);
            var decode = pods(random, widthD);
            int ceiling =
                    prefill.observe().holding() * widthP + decode.observe().holding() * widthD + random.nextInt(6);
            for (int change = 0; change < 4; change++) {
                int p = random.nextInt(ceiling / widthP + 1);
                int d = random.nextInt((ceiling - p * widthP) / widthD + 1);
                int ticks = change < 3 ? random.nextInt(6) : 400;
                for (int tick = 0; tick < ticks; tick++) {
                    tick(prefill, decode, p, d, ceiling, random, seed);
                }
                assertThat(change < 3 || (prefill.settledAt(p) && decode.settledAt(d)))
                        .as("seed %d reaches %d and %d", seed, p, d)
                        .isTrue();
            }
        }
    }

    private void tick(
            SimulatedPods prefill, SimulatedPods decode, int p, int d, int ceiling, RandomGenerator random, long seed) {
        PerRole<RoleFleet> seen = PerRole.of(PREFILL, prefill.observe(), DECODE, decode.observe());
        PerRole<Integer> counts = now(seen, p, d, GpuGrant.fixed(-1, ceiling));
        List<Runnable> events = new ArrayList<>();
        events.add(() -> prefill.specify(counts.get(PREFILL)));
        events.add(() -> decode.specify(counts.get(DECODE)));
        for (int i = 0; i < 4; i++) {
            events.add(() -> prefill.step(random));
            events.add(() -> decode.step(random));
        }
        Collections.shuffle(events, new Random(random.nextLong()));
        for (Runnable event : events) {
            event.run();
            assertThat(prefill.gpusHeld() + decode.gpusHeld())
                    .as("seed %d, held of %d", seed, ceiling)
                    .isLessThanOrEqualTo(ceiling);
        }
    }

    private static SimulatedPods pods(RandomGenerator random, int width) {
        return new SimulatedPods(random.nextInt(6), random.nextInt(5), random.nextInt(3), random.nextInt(3), width);
    }

    private PerRole<Integer> now(PerRole<RoleFleet> fleet, int prefill, int decode, GpuGrant grant) {
        return staging.now(targets(prefill, decode), situation(fleet, grant));
    }

    private int now(PerRole<RoleFleet> fleet, int target, GpuGrant grant) {
        return staging.now(PerRole.of(PREFILL, wish(target)), situation(fleet, grant))
                .get(PREFILL);
    }

    private static PerRole<Target> targets(int prefill, int decode) {
        return PerRole.of(PREFILL, wish(prefill), DECODE, wish(decode));
    }

    private static Target wish(int replicas) {
        return Target.wish(replicas, replicas, Binding.DEMAND, "wish");
    }

    private static Situation situation(PerRole<RoleFleet> fleet, GpuGrant grant) {
        return new Situation(
                new Fleet(fleet), Demand.of(1, 1, 1, 60), PerRole.empty(), grant, 10, Traffic.after(10, 5));
    }

    private static RoleFleet settled(int replicas) {
        return RoleFleet.settled(replicas, 1);
    }

    private static RoleFleet fleet(int desired, int ready, int starting, int terminating, int gpus) {
        return new RoleFleet(desired, ready, starting, terminating, OptionalInt.of(gpus), RoleFleet.Rollout.SCALING);
    }
}
