package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** Whose arithmetic decides. */
public enum Compatibility implements Choice {
    /** Release 0.6 of the reference. */
    V0_6,
    /** Release 1.0 of the reference. */
    V1_0,
    /** Release 1.1 of the reference. */
    V1_1,
    /** Release 1.5 of the reference. */
    V1_5,
    /** Release 1.6 of the reference. */
    V1_6,
    /** Ours. */
    NONE;

    /** The capacity model of the release; for ours the one that is used by default. */
    public CapacityModel capacityModel() {
        return switch (this) {
            case V0_6, V1_0, NONE -> CapacityModel.PROFILE;
            case V1_1, V1_5, V1_6 -> CapacityModel.FORWARD_PASS;
        };
    }

    /** Whether the release knows profiles only. */
    public boolean countsByProfileOnly() {
        return this == V0_6 || this == V1_0;
    }

    /** A version with a dot, or {@code none}. */
    @Override
    public String spelling() {
        return this == NONE ? "none" : name().substring(1).replace('_', '.');
    }
}
