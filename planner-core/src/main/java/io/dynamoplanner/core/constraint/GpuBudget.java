package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.budget.BudgetFit;
import io.dynamoplanner.core.budget.BudgetRequest;
import io.dynamoplanner.core.budget.BudgetResult;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;

/** Fits the targets into the GPUs that the graph has been granted. Last of the constraints: a budget is hard. */
public final class GpuBudget implements Constraint {
    private final BudgetFit fit;
    private final PerRole<Integer> floors;
    private final Baseline baseline;

    public GpuBudget(BudgetFit fit, PerRole<Integer> floors, Baseline baseline) {
        this.fit = fit;
        this.floors = floors;
        this.baseline = baseline;
    }

    @Override
    public boolean hard() {
        return true;
    }

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        int ceiling = situation.grant().ceilingAt(situation.now(), situation.heldGpus());
        // an expired grant may leave less than its own floor: what is held is then both
        int floor = ceiling < 0
                ? situation.grant().floor()
                : Math.min(ceiling, situation.grant().floor());
        if (ceiling < 0 && floor < 0) {
            return targets;
        }
        if (anyWidthUnknown(targets, situation)) {
            return targets.map(
                    (role, target) -> target.replicas() <= situation.role(role).desired()
                            ? target
                            : target.bound(
                                    situation.role(role).desired(),
                                    Binding.GPU_CEILING,
                                    "not raised: the GPUs of a replica are unknown and a GPU budget is set"));
        }
        BudgetResult result = fit.fit(new BudgetRequest(
                targets.map((role, target) -> baseline.of(situation.role(role))),
                targets.map((role, target) -> target.replicas()),
                targets.map((role, target) -> gpus(situation, role)),
                floors(targets, situation, ceiling),
                targets.map((role, target) -> target.need()),
                floor,
                ceiling));
        String note = result.note().map(n -> " (" + n.code() + ")").orElse("");
        return targets.map((role, target) -> {
            int fitted = result.targets().get(role);
            return fitted == target.replicas()
                    ? target
                    : target.bound(fitted, Binding.GPU_CEILING, reason(fitted, target, floor, ceiling) + note);
        });
    }

    /**
     * The floors, and for a role that is held the replicas that it has: what must not shrink for a reason of its own is not
     * traded for another role's growth either. Where not even that fits, the floors alone.
     */
    private PerRole<Integer> floors(PerRole<Target> targets, Situation situation, int ceiling) {
        PerRole<Integer> least = targets.map((role, target) -> floors.getOr(role, 0));
        PerRole<Integer> held = targets.map((role, target) -> isHeld(target, situation)
                ? Math.max(
                        least.get(role),
                        Math.min(target.replicas(), situation.role(role).desired()))
                : least.get(role));
        long gpus = 0;
        for (var entry : held) {
            gpus += (long) entry.value() * gpus(situation, entry.role());
        }
        return ceiling < 0 || gpus <= ceiling ? held : least;
    }

    private static boolean isHeld(Target target, Situation situation) {
        return situation.demand().trust() != Demand.Trust.LIVE
                || target.binding() == Binding.UNKNOWN_READING
                || target.binding() == Binding.FLOOR
                || target.binding() == Binding.ROLLOUT;
    }

    private static String reason(int fitted, Target target, int floor, int ceiling) {
        return fitted < target.replicas()
                ? fitted + " of " + target.replicas() + " fit into " + ceiling + " GPUs"
                : "raised to " + fitted + " for the GPU floor of " + floor + " and the budget rule";
    }

    private static boolean anyWidthUnknown(PerRole<Target> targets, Situation situation) {
        for (int i = 0; i < targets.size(); i++) {
            if (situation.role(targets.roleAt(i)).gpusPerReplica().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static int gpus(Situation situation, Role role) {
        return situation.role(role).gpusPerReplica().orElse(0);
    }
}
