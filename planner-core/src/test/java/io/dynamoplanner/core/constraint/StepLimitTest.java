package io.dynamoplanner.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.testing.Scene;
import io.dynamoplanner.core.testing.Traffic;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepLimitTest {
    private final StepLimit limit = new StepLimit(4, 2, Baseline.DESIRED);

    @ParameterizedTest(name = "from 10 to {0}: {1}")
    @CsvSource({"10,10", "14,14", "15,14", "99,14", "8,8", "7,8", "0,8"})
    void aRoleMovesAtMostOneStepFromWhatItHas(int wish, int target) {
        assertThat(Scene.settled(10).apply(limit, wish).replicas()).isEqualTo(target);
    }

    @Test
    void aSmallRoleMayShrinkToZeroAndALargeStepDoesNotOverflow() {
        assertThat(Scene.settled(1).apply(limit, 0).replicas()).isZero();
        assertThat(Scene.settled(10)
                        .apply(new StepLimit(Integer.MAX_VALUE, 1, Baseline.DESIRED), Integer.MAX_VALUE)
                        .replicas())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void theReasonNamesLimitAndStart() {
        assertThat(Scene.settled(10).apply(limit, 20).reason()).isEqualTo("at most 4 more than 10 per window");
        assertThat(Scene.settled(10).apply(limit, 0).reason()).isEqualTo("at most 2 fewer than 10 per window");
        assertThat(Scene.settled(10).apply(limit, 0).binding()).isEqualTo(Binding.STEP);
    }

    @Test
    void lookingAtTheSameWindowAgainBuysNoFurtherStep() {
        RoleHistory grown = decided(10, 10, 14);

        assertThat(Scene.settled(14).with(grown).inWindow(10).apply(limit, 20).replicas())
                .isEqualTo(14);
        assertThat(Scene.settled(14).with(grown).inWindow(11).apply(limit, 20).replicas())
                .isEqualTo(18);
    }

    @Test
    void aThirdTickStillCountsFromTheFirst() {
        RoleHistory twice = after(decided(10, 10, 12), 10, 12, 14);

        assertThat(Scene.settled(14).with(twice).apply(limit, 20).replicas()).isEqualTo(14);
        assertThat(Scene.settled(14).with(twice).apply(limit, 0).replicas()).isEqualTo(8);
    }

    @Test
    void theFirstTickOfAPlannerCountsFromWhatIsThereEvenBeforeAWindowIsComplete() {
        Scene first = Scene.settled(50).inWindow(-1);

        assertThat(first.apply(limit, 50).replicas()).isEqualTo(50);
        assertThat(first.apply(limit, 60).replicas()).isEqualTo(54);
        assertThat(first.apply(limit, 40).replicas()).isEqualTo(48);
    }

    @Test
    void aRoleThatSomebodyElseMovedFurtherMayStayThere() {
        RoleHistory history = decided(10, 10, 10);

        assertThat(Scene.settled(20).with(history).apply(limit, 20).replicas()).isEqualTo(20);
        assertThat(Scene.settled(20).with(history).apply(limit, 25).replicas()).isEqualTo(20);
        assertThat(Scene.settled(3).with(history).apply(limit, 3).replicas()).isEqualTo(3);
        assertThat(Scene.settled(3).with(history).apply(limit, 1).replicas()).isEqualTo(3);
    }

    @Test
    void countedFromReadyReplicasStartingOnesAreNotTakenAway() {
        var starting = new RoleFleet(10, 2, 8, 0, OptionalInt.of(1), RoleFleet.Rollout.SCALING);
        var fromReady = new StepLimit(4, 2, Baseline.READY);

        assertThat(Scene.settled(10).with(starting).apply(fromReady, 10).replicas())
                .isEqualTo(10);
        assertThat(Scene.settled(10).with(starting).apply(fromReady, 20).replicas())
                .isEqualTo(10);
        var surplus = new RoleFleet(2, 10, 0, 0, OptionalInt.of(1), RoleFleet.Rollout.SCALING);
        assertThat(Scene.settled(2).with(surplus).apply(fromReady, 20).replicas())
                .isEqualTo(14);
        RoleHistory served = RoleHistory.NONE.after(10, Instant.EPOCH, 5, 2, 2, 3, Instant.EPOCH);
        assertThat(Scene.settled(2).with(served).apply(fromReady, 20).replicas())
                .isEqualTo(7);
    }

    @Test
    void stepsBelowOneAreRefused() {
        assertThatThrownBy(() -> new StepLimit(0, 1, Baseline.DESIRED)).hasMessageContaining("0 up");
        assertThatThrownBy(() -> new StepLimit(1, 0, Baseline.DESIRED)).hasMessageContaining("0 down");
    }

    private static RoleHistory decided(long window, int from, int to) {
        return after(RoleHistory.NONE, window, from, to);
    }

    private static RoleHistory after(RoleHistory history, long window, int from, int to) {
        return history.after(window, Traffic.after(window, 1), to, from, to, from, Instant.EPOCH);
    }
}
