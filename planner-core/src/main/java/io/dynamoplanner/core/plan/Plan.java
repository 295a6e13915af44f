package io.dynamoplanner.core.plan;

import io.dynamoplanner.core.role.PerRole;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What one tick decided. A plan supersedes every plan before it.
 *
 * @param at when it was made
 * @param roles what was decided, role by role
 * @param effects what to write now, releases first
 * @param waiting growth that waits until GPUs are released, one line per role; empty if nothing waits
 * @param nextWakeUp when to look again, unless an event comes first
 */
public record Plan(
        Instant at, PerRole<RoleDecision> roles, List<Effect> effects, List<String> waiting, Instant nextWakeUp) {
    public Plan {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(nextWakeUp, "nextWakeUp");
        effects = List.copyOf(effects);
        waiting = List.copyOf(waiting);
    }

    /** Where every role is headed. */
    public PerRole<Integer> targets() {
        return roles.map((role, decision) -> decision.target().replicas());
    }
}
