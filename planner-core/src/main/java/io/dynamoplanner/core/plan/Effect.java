package io.dynamoplanner.core.plan;

import io.dynamoplanner.core.role.Role;

/**
 * One thing to write to the outside world. Where releases are staged before growth, the effects of a plan may be written in
 * any order: each is safe on its own.
 */
public sealed interface Effect {
    Role role();

    /**
     * Set the specified replica count of a role.
     *
     * @param from the count that the plan was made for
     * @param to the count to write, absolute
     */
    record SetReplicas(Role role, int from, int to) implements Effect {
        public boolean releases() {
            return to < from;
        }
    }
}
