package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** Whose arithmetic decides. */
public enum Compatibility implements Choice {
    /** Release 0.6 of the reference. */
    V0_6,
    /** Release 1.0 of the reference. */
    V1_0,
    /** Release 1.6 of the reference. */
    V1_6,
    /** Ours. */
    NONE;

    /** A version with a dot, or {@code none}. */
    @Override
    public String spelling() {
        return this == NONE ? "none" : name().substring(1).replace('_', '.');
    }
}
