package io.dynamoplanner.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.demand.Demand.Trust;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.testing.Scene;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.testing.TrimmingFit;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConstraintPropertiesTest {
    private static final int CASES = 3000;
    private static final List<RoleFleet.Rollout> ROLLOUTS = List.of(RoleFleet.Rollout.values());
    private static final List<Trust> TRUSTS = List.of(Trust.values());
    private static final ReplicaFloor FLOOR = new ReplicaFloor(PerRole.of(Scene.ROLE, 3));

    /** Constraints that only ever keep a role closer to what it has. */
    static Stream<Constraint> steadying() {
        return Stream.of(
                new HoldOnUnknown(),
                new ScaleDownStabilisation(Duration.ofMinutes(5)),
                new DirectionChangeBudget(1),
                new FreezeWindows(List.of(new FreezeWindows.Window(
                        LocalTime.of(10, 0), LocalTime.of(4, 0), EnumSet.allOf(DayOfWeek.class), true))),
                new FreezeWindows(List.of(new FreezeWindows.Window(
                        LocalTime.of(20, 0), LocalTime.of(10, 0), EnumSet.allOf(DayOfWeek.class), false))),
                new StepLimit(3, 2, Baseline.DESIRED),
                new StepLimit(3, 2, Baseline.READY));
    }

    static Stream<Constraint> all() {
        return Stream.concat(
                steadying(), Stream.of(FLOOR, new GpuBudget(new TrimmingFit(), PerRole.empty(), Baseline.DESIRED)));
    }

    @ParameterizedTest
    @MethodSource("steadying")
    void aSteadyingConstraintStaysBetweenTheWishAndWhatTheRoleHas(Constraint constraint) {
        RandomGenerator random = seeded(1);
        for (int i = 0; i < CASES; i++) {
            Scene scene = random(random);
            int wish = random.nextInt(20);
            int desired = scene.fleet().desired();

            assertThat(scene.apply(constraint, wish).replicas())
                    .as("%s wish %d in %s", constraint, wish, scene)
                    .isBetween(Math.min(wish, desired), Math.max(wish, desired));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void applyingAConstraintTwiceIsApplyingItOnce(Constraint constraint) {
        RandomGenerator random = seeded(2);
        for (int i = 0; i < CASES; i++) {
            Scene scene = random(random);
            Target once = scene.apply(constraint, random.nextInt(20));

            assertThat(scene.apply(constraint, once)).isSameAs(once);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aLargerWishNeverGetsASmallerTarget(Constraint constraint) {
        RandomGenerator random = seeded(3);
        for (int i = 0; i < CASES; i++) {
            Scene scene = random(random);
            int wish = random.nextInt(20);

            assertThat(scene.apply(constraint, wish + 1).replicas())
                    .as("%s wish %d in %s", constraint, wish, scene)
                    .isGreaterThanOrEqualTo(scene.apply(constraint, wish).replicas());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aConstraintThatMovesATargetSaysSoAndRemembersTheWish(Constraint constraint) {
        RandomGenerator random = seeded(4);
        int moved = 0;
        for (int i = 0; i < CASES; i++) {
            Scene scene = random(random);
            int wish = random.nextInt(20);
            Target target = scene.apply(constraint, wish);

            assertThat(target.wished()).isEqualTo(wish);
            assertThat(target.need()).isEqualTo(wish);
            if (target.replicas() != wish) {
                moved++;
                assertThat(target.binding()).isNotEqualTo(Binding.DEMAND);
                assertThat(target.reason()).isNotEqualTo("wish");
            }
        }
        assertThat(moved).isBetween(CASES / 100, CASES);
    }

    @Test
    void aFloorRaisesToItselfAndNoFurther() {
        assertThat(Scene.settled(0).apply(FLOOR, 0).replicas()).isEqualTo(3);
        assertThat(Scene.settled(0).apply(FLOOR, 3).binding()).isEqualTo(Binding.DEMAND);
        assertThat(Scene.settled(0).apply(FLOOR, 9).replicas()).isEqualTo(9);
        assertThat(Scene.settled(9).apply(FLOOR, 1).reason()).isEqualTo("raised to the floor of 3");
        assertThat(Scene.settled(9).apply(new ReplicaFloor(PerRole.empty()), 0).replicas())
                .isZero();
    }

    @Test
    void theChainOfATargetLeadsBackToTheWish() {
        Target target = Target.wish(9, 8.5, Binding.DEMAND, "wish")
                .bound(7, Binding.STEP, "step")
                .bound(5, Binding.GPU_CEILING, "gpus");

        assertThat(target.wished()).isEqualTo(9);
        assertThat(target.need()).isEqualTo(8.5);
        assertThatThrownBy(() -> target.bound(-1, Binding.STEP, "x")).hasMessageContaining("-1");
        assertThat(Binding.GPU_CEILING.label()).isEqualTo("GPU budget");
    }

    private static Scene random(RandomGenerator random) {
        int desired = random.nextInt(12);
        int ready = random.nextInt(12);
        var fleet = new RoleFleet(
                desired,
                ready,
                random.nextInt(4),
                random.nextInt(4),
                OptionalInt.of(1 + random.nextInt(2)),
                ROLLOUTS.get(random.nextInt(ROLLOUTS.size())));
        long window = 10 + random.nextLong(3);
        RoleHistory history = RoleHistory.NONE;
        for (int k = random.nextInt(4); k > 0; k--) {
            history = history.after(
                    window - random.nextLong(k),
                    Traffic.after(window, 0).minusSeconds(200L * k),
                    random.nextInt(15),
                    random.nextInt(12),
                    random.nextInt(12),
                    random.nextInt(12),
                    Instant.EPOCH);
        }
        Instant now = Traffic.after(window, 0).plusSeconds(random.nextInt(86_400));
        Trust trust = TRUSTS.get(random.nextInt(TRUSTS.size()));
        return Scene.settled(0)
                .with(fleet)
                .with(history)
                .with(trust, "somehow")
                .with(new GpuGrant(-1, random.nextInt(24), random.nextBoolean() ? Instant.MAX : now, "allocator"))
                .inWindow(window)
                .at(random.nextInt(4) == 0 ? now : Traffic.after(window, random.nextInt(60)));
    }

    private static RandomGenerator seeded(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
