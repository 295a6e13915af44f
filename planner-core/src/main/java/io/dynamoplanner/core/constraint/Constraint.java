package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.role.PerRole;

/** A small object that may move targets; the pipeline is a list of them. It says on the target what it did and why. */
public interface Constraint {
    /** Whether it is in force even while a rejection stops every change. */
    default boolean hard() {
        return false;
    }

    PerRole<Target> apply(PerRole<Target> targets, Situation situation);
}
