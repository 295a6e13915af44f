package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.role.PerRole;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;

/**
 * One word for what a tick decided, for dashboards of Dynamo's planner. The states of that planner come first, in its
 * order; ours follow. Those that name a mechanism of its own are never the case here.
 */
public enum ThroughputDecision {
    UNSET,
    DISABLED,
    NO_TRAFFIC_DATA,
    PREDICT_FAILED,
    MODEL_NOT_READY,
    SET_LOWER_BOUND,
    SCALE,
    OVERRIDE_BY_USER_PLUGIN,
    HELD_OVER,
    CIRCUIT_OPEN,
    REJECTED_BY_PLUGIN,
    GPU_BUDGET_GUARD_HOLD,
    NO_CHANGE,
    GPU_BUDGET_RECONCILE,
    WAITING_FOR_GPUS,
    UNKNOWN_READING,
    TARGET_INFEASIBLE,
    ROLLOUT,
    FREEZE,
    DIRECTION_CHANGES,
    STABILISATION,
    STEP_LIMIT;

    /**
     * What a decision comes down to. A change is told before what holds, and of several things that hold the one that an
     * operator would look at first.
     */
    public static ThroughputDecision of(Demand demand, PerRole<RoleDecision> roles) {
        Set<Binding> bindings = EnumSet.noneOf(Binding.class);
        boolean changes = false;
        boolean waits = false;
        boolean budgetOnly = true;
        for (RoleDecision made : roles.values()) {
            Target target = made.target();
            bindings.add(target.binding());
            changes |= made.now() != made.from();
            waits |= made.waits();
            budgetOnly &= target.replicas() <= made.from() && target.wished() >= made.from();
        }
        if (changes) {
            return budgetOnly && bindings.contains(Binding.GPU_CEILING) ? GPU_BUDGET_RECONCILE : SCALE;
        }
        if (waits) {
            return WAITING_FOR_GPUS;
        }
        if (demand.trust() == Demand.Trust.NONE && !bindings.contains(Binding.REJECTED)) {
            return NO_TRAFFIC_DATA;
        }
        return bindings.stream()
                .map(ThroughputDecision::holding)
                .max(Comparator.comparingInt(ThroughputDecision::urgency))
                .orElse(UNSET);
    }

    /** As it stands in metrics. */
    public String spelling() {
        return Rows.name(this);
    }

    private static ThroughputDecision holding(Binding binding) {
        return switch (binding) {
            case DEMAND, FLOOR -> NO_CHANGE;
            case UNKNOWN_READING -> UNKNOWN_READING;
            case NOT_READY -> MODEL_NOT_READY;
            case INFEASIBLE -> TARGET_INFEASIBLE;
            case REJECTED -> REJECTED_BY_PLUGIN;
            case STABILISATION -> STABILISATION;
            case DIRECTION_CHANGES -> DIRECTION_CHANGES;
            case FREEZE -> FREEZE;
            case STEP -> STEP_LIMIT;
            case GPU_CEILING -> GPU_BUDGET_GUARD_HOLD;
            case ROLLOUT -> ROLLOUT;
        };
    }

    private int urgency() {
        return switch (this) {
            case REJECTED_BY_PLUGIN -> 9;
            case MODEL_NOT_READY -> 8;
            case UNKNOWN_READING -> 7;
            case TARGET_INFEASIBLE -> 6;
            case GPU_BUDGET_GUARD_HOLD -> 5;
            case ROLLOUT -> 4;
            case FREEZE, STEP_LIMIT -> 3;
            case DIRECTION_CHANGES -> 2;
            case STABILISATION -> 1;
            default -> 0;
        };
    }
}
