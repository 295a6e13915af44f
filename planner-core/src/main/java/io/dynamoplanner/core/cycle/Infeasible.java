package io.dynamoplanner.core.cycle;

/** What to do with a role whose latency target no engine meets. */
public enum Infeasible {
    /** Keep the replicas there are. */
    HOLD,
    /** Size for the closest that the engine can do. */
    BEST_EFFORT
}
