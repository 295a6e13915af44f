package io.dynamoplanner.metrics.exporter;

/**
 * The states of the reactive path of Dynamo's planner, in its order. There is no such path here, so it is disabled; the
 * series stand for dashboards that look for them.
 */
enum LoadDecision {
    UNSET,
    DISABLED,
    NO_FPM_DATA,
    SCALING_IN_PROGRESS,
    WORKER_COUNT_MISMATCH,
    INSUFFICIENT_DATA,
    NO_CHANGE,
    SCALE_UP,
    SCALE_DOWN,
    SCALE_DOWN_CAPPED_BY_THROUGHPUT,
    SCALE_DOWN_REFUSED_CONSOLIDATION,
    OVERRIDE_BY_USER_PLUGIN,
    RECONCILE_CLAMPED_TO_FLOOR,
    RECONCILE_CLAMPED_TO_CEILING,
    HELD_OVER,
    REJECTED_BY_PLUGIN,
    GPU_BUDGET_GUARD_HOLD,
    GPU_BUDGET_RECONCILE
}
