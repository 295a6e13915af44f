package io.dynamoplanner.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.demand.Demand.Trust;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.testing.Scene;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldOnUnknownTest {
    private final HoldOnUnknown hold = new HoldOnUnknown();

    @ParameterizedTest(name = "{0} demand, wish {1} of desired 5: {2}")
    @CsvSource({"LIVE,3,3", "LIVE,7,7", "HELD,3,5", "HELD,5,5", "HELD,7,7", "NONE,0,5", "NONE,4,5", "NONE,6,6"})
    void onlyALiveDemandMayShrink(Trust trust, int wish, int target) {
        assertThat(Scene.settled(5)
                        .with(trust, "query failed")
                        .apply(hold, wish)
                        .replicas())
                .isEqualTo(target);
    }

    @Test
    void theReasonSaysWhatIsUnknown() {
        Target target =
                Scene.settled(5).with(Trust.HELD, "requests unknown (HTTP 503)").apply(hold, 3);

        assertThat(target.binding()).isEqualTo(Binding.UNKNOWN_READING);
        assertThat(target.reason()).isEqualTo("held at 5: requests unknown (HTTP 503)");
    }

    @ParameterizedTest
    @CsvSource({"3,5", "5,5", "7,7"})
    void aRoleWhoseCountsAreUnknownIsNotShrunkEither(int wish, int replicas) {
        var blind = new RoleFleet(5, 5, 0, 0, OptionalInt.of(1), RoleFleet.Rollout.UNKNOWN);

        Target target = Scene.settled(5).with(blind).apply(hold, wish);

        assertThat(target.replicas()).isEqualTo(replicas);
        if (wish < 5) {
            assertThat(target.reason()).isEqualTo("held at 5: its replica counts could not be read");
        }
    }
}
