package io.dynamoplanner.core.staging;

import io.dynamoplanner.core.constraint.Situation;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.role.PerRole;

/** Decides how much of the way to the targets may be written now. */
public interface Staging {
    /** Replica counts to specify now. */
    PerRole<Integer> now(PerRole<Target> targets, Situation situation);
}
