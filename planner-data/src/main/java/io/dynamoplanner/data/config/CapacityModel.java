package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** What the load that one engine can carry is taken from. */
public enum CapacityModel implements Choice {
    /** The latencies and throughputs of the profile, read between its points. */
    PROFILE,
    /** How long forward passes take, learned from the points of the profile. */
    FORWARD_PASS
}
