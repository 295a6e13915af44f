package io.dynamoplanner.app.run;

import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.sizing.Sizing;
import java.util.Locale;

/** What a decision came down to, in the reference's words for decisions from the forecast. */
public enum ScalingReason {
    NO_TRAFFIC_DATA,
    MODEL_NOT_READY,
    SCALE,
    REJECTED_BY_PLUGIN,
    GPU_BUDGET_GUARD_HOLD,
    NO_CHANGE,
    GPU_BUDGET_RECONCILE;

    public static ScalingReason of(Demand demand, Plan plan) {
        boolean changes =
                plan.roles().values().stream().anyMatch(d -> d.target().replicas() != d.from() || d.now() != d.from());
        boolean budget = any(plan, Binding.GPU_CEILING);
        if (any(plan, Binding.REJECTED)) {
            return REJECTED_BY_PLUGIN;
        }
        if (changes) {
            boolean onlyDown = plan.roles().values().stream()
                    .allMatch(
                            d -> d.target().replicas() <= d.from() && d.target().wished() >= d.from());
            return budget && onlyDown ? GPU_BUDGET_RECONCILE : SCALE;
        }
        if (demand.trust() == Demand.Trust.NONE) {
            return NO_TRAFFIC_DATA;
        }
        if (plan.roles().values().stream().anyMatch(d -> d.sizing() instanceof Sizing.NotReady)) {
            return MODEL_NOT_READY;
        }
        return budget ? GPU_BUDGET_GUARD_HOLD : NO_CHANGE;
    }

    private static boolean any(Plan plan, Binding binding) {
        for (RoleDecision decision : plan.roles().values()) {
            if (decision.target().binding() == binding) {
                return true;
            }
        }
        return false;
    }

    /** As it stands in logs and metrics. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
