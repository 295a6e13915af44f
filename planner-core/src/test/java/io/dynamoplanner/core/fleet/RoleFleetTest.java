package io.dynamoplanner.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleFleetTest {

    @ParameterizedTest(name = "desired {0}, ready {1}, starting {2}, terminating {3}: {4}")
    @CsvSource({"4,4,0,0,4", "4,1,0,0,4", "4,2,3,0,5", "2,4,0,0,4", "2,2,0,2,4", "0,0,0,3,3", "5,3,1,2,7"})
    void aRoleHoldsWhatIsThereOrWillBeCreatedAndWhatStillDrains(
            int desired, int ready, int starting, int terminating, int holding) {
        assertThat(fleet(desired, ready, starting, terminating).holding()).isEqualTo(holding);
    }

    @ParameterizedTest
    @CsvSource({"-1,0,0,0", "0,-1,0,0", "0,0,-1,0", "0,0,0,-1"})
    void negativeCountsAreRefused(int desired, int ready, int starting, int terminating) {
        assertThatThrownBy(() -> fleet(desired, ready, starting, terminating)).hasMessageContaining("-1");
    }

    @Test
    void aFleetShowsDesiredAndReadyRoleByRole() {
        Fleet fleet = new Fleet(PerRole.of(Role.PREFILL, fleet(4, 1, 2, 3)));

        assertThat(fleet.desired()).isEqualTo(PerRole.of(Role.PREFILL, 4));
        assertThat(fleet.ready()).isEqualTo(PerRole.of(Role.PREFILL, 1));
        assertThat(fleet.role(Role.PREFILL).starting()).isEqualTo(2);
    }

    @Test
    void aSettledRoleIsReadyAsDesired() {
        RoleFleet settled = RoleFleet.settled(3, 8);

        assertThat(settled.ready()).isEqualTo(3);
        assertThat(settled.desired()).isEqualTo(3);
        assertThat(settled.gpusPerReplica()).hasValue(8);
        assertThat(settled.rollout()).isEqualTo(RoleFleet.Rollout.SETTLED);
    }

    private static RoleFleet fleet(int desired, int ready, int starting, int terminating) {
        return new RoleFleet(desired, ready, starting, terminating, OptionalInt.of(1), RoleFleet.Rollout.SCALING);
    }
}
