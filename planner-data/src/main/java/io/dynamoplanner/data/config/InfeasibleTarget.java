package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** What to do if no operating point meets a latency target. */
public enum InfeasibleTarget implements Choice {
    /** Leave the replicas as they are. */
    HOLD,
    /** Size for the operating point that comes nearest. */
    BEST_EFFORT
}
