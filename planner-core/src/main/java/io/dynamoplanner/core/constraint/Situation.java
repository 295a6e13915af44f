package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;

/**
 * What constraints may look at.
 *
 * @param fleet replicas as they are
 * @param demand what the targets were sized for
 * @param history what was decided before, role by role
 * @param window index of the newest complete window
 */
public record Situation(
        Fleet fleet, Demand demand, PerRole<RoleHistory> history, GpuGrant grant, long window, Instant now) {

    public RoleFleet role(Role role) {
        return fleet.role(role);
    }

    /** GPUs that the graph holds or may take at any moment; a role of unknown width counts as nothing. */
    public int heldGpus() {
        long held = 0;
        for (var entry : fleet.roles()) {
            held += (long) entry.value().holding()
                    * entry.value().gpusPerReplica().orElse(0);
        }
        return (int) Math.min(Integer.MAX_VALUE, held);
    }
}
