package io.dynamoplanner.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import io.dynamoplanner.core.testing.Scene;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutGateTest {
    private final RolloutGate gate = new RolloutGate();

    @ParameterizedTest(name = "{0}: a wish for {1} of desired 5 becomes {2}")
    @CsvSource({
        "SETTLED,9,9",
        "SETTLED,2,2",
        "SCALING,9,9",
        "SCALING,2,2",
        "UNKNOWN,9,9",
        "UPDATING,9,5",
        "UPDATING,5,5",
        "UPDATING,2,5",
        "STUCK,9,5",
        "STUCK,5,5",
        "STUCK,2,2"
    })
    void aRoleThatIsReplacedStaysAndAStuckOneOnlyShrinks(Rollout rollout, int wish, int target) {
        assertThat(busyWith(rollout).apply(gate, wish).replicas()).isEqualTo(target);
    }

    @Test
    void theReasonSaysWhatIsGoingOn() {
        Target updating = busyWith(Rollout.UPDATING).apply(gate, 9);
        Target stuck = busyWith(Rollout.STUCK).apply(gate, 9);

        assertThat(updating.binding()).isEqualTo(Binding.ROLLOUT);
        assertThat(updating.reason()).isEqualTo("held at 5: a new version is rolling out");
        assertThat(stuck.reason()).isEqualTo("held at 5: 3 are ready and the last change has not finished in its time");
    }

    private static Scene busyWith(Rollout rollout) {
        return Scene.settled(5).with(new RoleFleet(5, 3, 2, 0, OptionalInt.of(1), rollout));
    }
}
