package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** What replica counts are optimised for. */
public enum OptimizationTarget implements Choice {
    /** Static thresholds, late scale up. */
    THROUGHPUT,
    /** Static thresholds, early scale up. */
    LATENCY,
    /** Thresholds that the user gives. */
    LOAD,
    /** The TTFT and ITL targets. */
    SLA
}
