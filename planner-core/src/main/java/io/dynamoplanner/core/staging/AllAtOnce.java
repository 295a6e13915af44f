package io.dynamoplanner.core.staging;

import io.dynamoplanner.core.constraint.Situation;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.role.PerRole;

/** The reference's way: every target is written at once, even if more GPUs are held than allowed until it settles. */
public final class AllAtOnce implements Staging {
    @Override
    public PerRole<Integer> now(PerRole<Target> targets, Situation situation) {
        return targets.map((role, target) -> target.replicas());
    }
}
