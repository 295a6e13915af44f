package io.dynamoplanner.core.constraint;

/** What a role's target is bound by: the answer to "why not more, why not fewer". */
public enum Binding {
    DEMAND("demand"),
    UNKNOWN_READING("unknown reading"),
    NOT_READY("model not ready"),
    INFEASIBLE("target infeasible"),
    REJECTED("rejected"),
    FLOOR("replica floor"),
    STABILISATION("stabilisation window"),
    DIRECTION_CHANGES("direction changes"),
    FREEZE("freeze window"),
    STEP("step limit"),
    GPU_CEILING("GPU budget"),
    ROLLOUT("rollout");

    private final String label;

    Binding(String label) {
        this.label = label;
    }

    /** Name for people. */
    public String label() {
        return label;
    }
}
