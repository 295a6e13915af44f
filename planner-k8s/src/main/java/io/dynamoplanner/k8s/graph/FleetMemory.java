package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.role.PerRole;
import java.util.Objects;

/** What is remembered of a fleet from one look to the next. Losing it is harmless: clocks start anew. */
public record FleetMemory(PerRole<RoleMemory> roles) {
    public static final FleetMemory NOTHING = new FleetMemory(PerRole.empty());

    public FleetMemory {
        Objects.requireNonNull(roles, "roles");
    }
}
