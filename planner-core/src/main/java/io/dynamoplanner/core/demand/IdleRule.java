package io.dynamoplanner.core.demand;

/** What a window without a single request means. */
public enum IdleRule {
    /**
     * Demand 0: the fleet may shrink to its floors. Nobody knows how long the requests would have been that did not come, so
     * the lengths learn nothing.
     */
    DEMAND_ZERO,
    /** Demand 0, and the lengths last seen are learned once more: the reference from 1.1 on. */
    REPEAT_LENGTHS,
    /** The reference up to release 1.0: its means are NaN, so the window is learned as zeros but nothing is planned. */
    SKIP_PLANNING
}
