package io.dynamoplanner.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.testing.Scene;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DirectionChangeBudgetTest {
    private static final Scene SCENE = Scene.settled(10);
    private static final Instant NOW = SCENE.now();
    private final DirectionChangeBudget two = new DirectionChangeBudget(2);

    @Test
    void aRoleThatHasUsedItsReversalsIsNotShrunkAgain() {
        RoleHistory history = moved(50, +1, 40, -1, 30, +1);

        Target target = SCENE.with(history).apply(two, 4);

        assertThat(target.replicas()).isEqualTo(10);
        assertThat(target.binding()).isEqualTo(Binding.DIRECTION_CHANGES);
        assertThat(target.reason()).isEqualTo("held at 10: 2 direction changes within the last hour, 2 allowed");
    }

    @Test
    void growthIsNeverHeldBack() {
        assertThat(SCENE.with(moved(50, +1, 40, -1, 30, +1)).apply(two, 14).replicas())
                .isEqualTo(14);
        assertThat(SCENE.with(moved(50, -1, 40, +1, 30, -1))
                        .apply(new DirectionChangeBudget(0), 14)
                        .replicas())
                .isEqualTo(14);
    }

    @Test
    void aRoleWithReversalsLeftShrinks() {
        assertThat(SCENE.with(moved(50, -1, 40, +1)).apply(two, 4).replicas()).isEqualTo(4);
    }

    @Test
    void shrinkingFurtherInTheSameDirectionIsNoReversal() {
        assertThat(SCENE.with(moved(50, +1, 40, -1, 30, +1, 20, -1))
                        .apply(two, 4)
                        .replicas())
                .isEqualTo(4);
        assertThat(SCENE.with(moved(20, -1))
                        .apply(new DirectionChangeBudget(0), 4)
                        .replicas())
                .isEqualTo(4);
        assertThat(SCENE.apply(new DirectionChangeBudget(0), 4).replicas()).isEqualTo(4);
    }

    @Test
    void reversalsAgeOutAfterAnHour() {
        RoleHistory history = moved(70, +1, 60, -1, 30, +1);

        assertThat(SCENE.with(history).apply(two, 4).replicas()).isEqualTo(10);
        assertThat(SCENE.with(history).at(NOW.plusNanos(1)).apply(two, 4).replicas())
                .isEqualTo(4);
    }

    @Test
    void stayingWhereItIsNeitherUsesNorBindsAnything() {
        RoleHistory history = moved(50, +1, 40, 0, 30, 0);

        assertThat(history.reversals()).isEmpty();
        assertThat(history.lastDirection()).isEqualTo(1);
        assertThat(SCENE.with(history).apply(new DirectionChangeBudget(0), 10).binding())
                .isEqualTo(Binding.DEMAND);
    }

    @Test
    void reversalsOlderThanNeededAreForgotten() {
        RoleHistory history = moved(50, +1, 40, -1, 30, +1);

        assertThat(history.reversals()).hasSize(2);
        assertThat(history.after(20, NOW, 1, 10, 10, 10, NOW.minus(Duration.ofMinutes(40)))
                        .reversals())
                .hasSize(2);
        assertThat(history.after(20, NOW, 1, 10, 10, 10, NOW.minus(Duration.ofMinutes(39)))
                        .reversals())
                .containsExactly(NOW.minus(Duration.ofMinutes(30)));
    }

    /** Pairs of minutes ago and direction. */
    private static RoleHistory moved(int... minutesAgoAndDirection) {
        RoleHistory history = RoleHistory.NONE;
        for (int i = 0; i < minutesAgoAndDirection.length; i += 2) {
            Instant at = NOW.minus(Duration.ofMinutes(minutesAgoAndDirection[i]));
            history = history.after(i, at, 1, 10, 10 + minutesAgoAndDirection[i + 1], 10, Instant.EPOCH);
        }
        return history;
    }
}
