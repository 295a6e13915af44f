package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.Constraint;
import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.constraint.Situation;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;

/** A situation with one decode role, changed one aspect at a time. */
public record Scene(RoleFleet fleet, Demand demand, RoleHistory history, GpuGrant grant, long window, Instant now) {
    public static final Role ROLE = Role.DECODE;

    /** A settled role, a live demand, nothing decided before, no budget. */
    public static Scene settled(int replicas) {
        return new Scene(
                RoleFleet.settled(replicas, 1),
                Demand.of(100, 3000, 150, 60),
                RoleHistory.NONE,
                GpuGrant.fixed(-1, -1),
                10,
                Traffic.after(10, 5));
    }

    public Scene with(RoleFleet other) {
        return new Scene(other, demand, history, grant, window, now);
    }

    public Scene with(Demand.Trust trust, String why) {
        return new Scene(fleet, demand.as(trust, why), history, grant, window, now);
    }

    public Scene with(RoleHistory other) {
        return new Scene(fleet, demand, other, grant, window, now);
    }

    public Scene with(GpuGrant other) {
        return new Scene(fleet, demand, history, other, window, now);
    }

    public Scene at(Instant other) {
        return new Scene(fleet, demand, history, grant, window, other);
    }

    public Scene inWindow(long other) {
        return new Scene(fleet, demand, history, grant, other, now);
    }

    public Situation situation() {
        return new Situation(new Fleet(PerRole.of(ROLE, fleet)), demand, PerRole.of(ROLE, history), grant, window, now);
    }

    /** What a constraint makes of a wish for so many replicas. */
    public Target apply(Constraint constraint, int wish) {
        return apply(constraint, Target.wish(wish, wish, Binding.DEMAND, "wish"));
    }

    public Target apply(Constraint constraint, Target target) {
        return constraint.apply(PerRole.of(ROLE, target), situation()).get(ROLE);
    }
}
