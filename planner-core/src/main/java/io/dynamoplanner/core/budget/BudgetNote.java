package io.dynamoplanner.core.budget;

/** What a GPU budget did to a wish. */
public enum BudgetNote {
    /** The wish was cut to fit under the ceiling. */
    CLAMPED("gpu_budget_clamped"),
    /** A reduction was stopped, in part or wholly, at the GPU floor. */
    FLOOR_HELD("gpu_budget_floor_held"),
    /** A guard refused the change, the graph stays as it is. */
    GUARD_HOLD("gpu_budget_guard_hold"),
    /** The graph was outside its band and is brought back, whatever the wish. */
    RECONCILE("gpu_budget_reconcile"),
    /** The replica floors alone need more GPUs than the ceiling allows. */
    INFEASIBLE("gpu_budget_infeasible");

    private final String code;

    BudgetNote(String code) {
        this.code = code;
    }

    /** Stable name for ledgers and metrics. */
    public String code() {
        return code;
    }
}
