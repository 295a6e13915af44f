package io.dynamoplanner.core.fleet;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.Objects;

/**
 * The replicas of a graph, role by role.
 *
 * @param roles the roles that the planner manages
 */
public record Fleet(PerRole<RoleFleet> roles) {
    public Fleet {
        Objects.requireNonNull(roles, "roles");
    }

    public RoleFleet role(Role role) {
        return roles.get(role);
    }

    public PerRole<Integer> desired() {
        return roles.map((role, r) -> r.desired());
    }

    public PerRole<Integer> ready() {
        return roles.map((role, r) -> r.ready());
    }
}
