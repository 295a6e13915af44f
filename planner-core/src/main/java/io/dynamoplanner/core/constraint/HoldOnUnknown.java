package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.PerRole;

/** A demand that does not stand on a live reading, and a fleet whose counts could not be read, never shrink a role. */
public final class HoldOnUnknown implements Constraint {

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        boolean live = situation.demand().trust() == Demand.Trust.LIVE;
        return targets.map((role, target) -> {
            RoleFleet fleet = situation.role(role);
            boolean countsKnown = fleet.rollout() != RoleFleet.Rollout.UNKNOWN;
            if (target.replicas() >= fleet.desired() || (live && countsKnown)) {
                return target;
            }
            String why = live
                    ? "its replica counts could not be read"
                    : situation.demand().why();
            return target.bound(fleet.desired(), Binding.UNKNOWN_READING, "held at " + fleet.desired() + ": " + why);
        });
    }
}
