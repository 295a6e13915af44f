package io.dynamoplanner.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.testing.Scene;
import io.dynamoplanner.core.testing.Traffic;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleDownStabilisationTest {
    private final ScaleDownStabilisation stabilisation = new ScaleDownStabilisation(Duration.ofMinutes(5));
    private final Scene scene = Scene.settled(10);

    @ParameterizedTest(name = "8 wished for {0} s ago, now {1} of 10: {2}")
    @CsvSource({"1,4,8", "300,4,8", "301,4,4", "60,8,8", "60,9,9", "60,10,10", "60,12,12"})
    void aRoleShrinksOnlyToTheLargestRecentWish(int secondsAgo, int wish, int target) {
        RoleHistory history = wished(RoleHistory.NONE, 1, scene.now().minusSeconds(secondsAgo), 8);

        assertThat(scene.with(history).apply(stabilisation, wish).replicas()).isEqualTo(target);
    }

    @Test
    void itNeverRaisesARoleAboveWhatItHas() {
        RoleHistory history = wished(RoleHistory.NONE, 1, scene.now().minusSeconds(10), 30);

        Target target = scene.with(history).apply(stabilisation, 4);

        assertThat(target.replicas()).isEqualTo(10);
        assertThat(target.binding()).isEqualTo(Binding.STABILISATION);
        assertThat(target.reason()).isEqualTo("30 were needed within the last 300 s");
    }

    @Test
    void aPlannerThatHasJustStartedDoesNotShrink() {
        assertThat(scene.apply(stabilisation, 4).replicas()).isEqualTo(10);
        assertThat(scene.apply(stabilisation, 12).replicas()).isEqualTo(12);
    }

    @Test
    void ofSeveralWishesTheLargestCounts() {
        RoleHistory history = wished(RoleHistory.NONE, 7, Traffic.after(7, 0), 6);
        history = wished(history, 8, Traffic.after(8, 0), 9);
        history = wished(history, 9, Traffic.after(9, 0), 7);

        assertThat(scene.with(history).apply(stabilisation, 2).replicas()).isEqualTo(9);
    }

    @Test
    void anEarlierLargerWishOfTheSameWindowIsNotForgotten() {
        RoleHistory history = wished(RoleHistory.NONE, 10, Traffic.after(10, 1), 9);
        history = wished(history, 10, Traffic.after(10, 10), 4);
        history = wished(history, 10, Traffic.after(10, 20), 4);

        assertThat(scene.with(history)
                        .at(Traffic.after(10, 30))
                        .apply(stabilisation, 4)
                        .replicas())
                .isEqualTo(9);
        assertThat(scene.with(history)
                        .at(Traffic.after(15, 10))
                        .apply(stabilisation, 3)
                        .replicas())
                .isEqualTo(4);
    }

    @Test
    void manyTicksInOneWindowDoNotPileUpWishes() {
        RoleHistory history = RoleHistory.NONE;
        for (int i = 0; i < 50; i++) {
            history = wished(history, 10, Traffic.after(10, i), 5);
        }

        assertThat(history.wishes()).containsExactly(new RoleHistory.Wish(10, Traffic.after(10, 49), 5));
    }

    @Test
    void wishesOlderThanNeededAreForgotten() {
        RoleHistory history = wished(RoleHistory.NONE, 1, Traffic.after(1, 0), 5);
        history = history.after(9, Traffic.after(9, 0), 6, 1, 1, 1, Traffic.after(1, 1));

        assertThat(history.wishes()).extracting(RoleHistory.Wish::replicas).containsExactly(6);
    }

    private static RoleHistory wished(RoleHistory history, long window, Instant at, int replicas) {
        return history.after(window, at, replicas, 10, 10, 10, Instant.EPOCH);
    }
}
