package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.metrics.exporter.TickReport.RoleReport;
import java.util.EnumSet;
import java.util.Set;

/**
 * One word for what a tick decided, for dashboards of Dynamo's planner. The states of that planner come first, in its
 * order; ours follow. Those that name a mechanism of its own are never the case here.
 */
enum ThroughputDecision {
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

    /** A change is told before what holds, and of several things that hold the one that an operator would look at first. */
    static ThroughputDecision of(TickReport report) {
        Set<Binding> bindings = EnumSet.noneOf(Binding.class);
        Set<Binding> changing = EnumSet.noneOf(Binding.class);
        boolean waits = false;
        for (RoleReport role : report.roles().values()) {
            RoleDecision made = role.decision();
            bindings.add(made.target().binding());
            waits |= made.waits();
            if (made.now() != made.from()) {
                changing.add(made.target().binding());
            }
        }
        if (!changing.isEmpty()) {
            return changing.contains(Binding.GPU_CEILING) ? GPU_BUDGET_RECONCILE : SCALE;
        }
        if (waits) {
            return WAITING_FOR_GPUS;
        }
        if (report.demand().trust() == Demand.Trust.NONE) {
            return NO_TRAFFIC_DATA;
        }
        return bindings.stream()
                .map(ThroughputDecision::holding)
                .max(ThroughputDecision::byUrgency)
                .orElse(UNSET);
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

    private static int byUrgency(ThroughputDecision a, ThroughputDecision b) {
        return Integer.compare(a.urgency(), b.urgency());
    }

    private int urgency() {
        return switch (this) {
            case MODEL_NOT_READY -> 9;
            case REJECTED_BY_PLUGIN -> 8;
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
