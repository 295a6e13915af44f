package io.dynamoplanner.core.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PartnerHoldTest {
    @Test
    void aRoleThatCannotBeCountedHoldsItsPartner() {
        PerRole<Target> targets = apply(Binding.NOT_READY);

        assertThat(targets.get(Role.PREFILL).replicas()).isEqualTo(2);
        assertThat(targets.get(Role.PREFILL).reason()).isEqualTo("held at 2: decode cannot be counted");
        assertThat(targets.get(Role.DECODE).replicas()).isEqualTo(3);
    }

    @Test
    void otherwiseNothingIsHeld() {
        assertThat(apply(Binding.DEMAND).get(Role.PREFILL).replicas()).isEqualTo(9);
    }

    private static PerRole<Target> apply(Binding ofDecode) {
        var fleet = new Fleet(PerRole.of(Role.PREFILL, RoleFleet.settled(2, 1), Role.DECODE, RoleFleet.settled(3, 1)));
        var situation = new Situation(
                fleet, Demand.of(60, 100, 10, 60), PerRole.empty(), GpuGrant.fixed(-1, -1), 0, Instant.EPOCH);
        return new PartnerHold(Baseline.READY)
                .apply(
                        PerRole.of(
                                Role.PREFILL,
                                Target.wish(9, 9, Binding.DEMAND, "demand"),
                                Role.DECODE,
                                Target.wish(3, 3, ofDecode, "none")),
                        situation);
    }
}
