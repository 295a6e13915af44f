package io.dynamoplanner.core.demand;

/** What a window without a single request means. */
public enum IdleRule {
    /** Demand 0, with the lengths last seen: the fleet may shrink to its floors. */
    DEMAND_ZERO,
    /** The reference up to release 1.0: its means are NaN, so the window is learned as zeros but nothing is planned. */
    SKIP_PLANNING
}
