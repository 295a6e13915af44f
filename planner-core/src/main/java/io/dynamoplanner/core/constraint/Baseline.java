package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.fleet.RoleFleet;

/** Which count of a role is "what it has now". */
public enum Baseline {
    /** What was asked for: counts replicas that are still starting. Ours. */
    DESIRED,
    /** What serves. The reference's. */
    READY;

    int of(RoleFleet fleet) {
        return this == DESIRED ? fleet.desired() : fleet.ready();
    }

    /** The count when the window was first decided on. */
    int atWindow(RoleHistory history, long window, RoleFleet fleet) {
        if (history.window() != window) {
            return of(fleet);
        }
        return this == DESIRED ? history.base() : history.served();
    }
}
