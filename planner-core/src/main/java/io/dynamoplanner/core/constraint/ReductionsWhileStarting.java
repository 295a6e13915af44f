package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.budget.BudgetRequest;
import io.dynamoplanner.core.budget.DirectionalGuardFit;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.PerRole;

/**
 * The reference's release 1.6 while replicas start, in place of its GPU budget. Counts stand on what serves, so a wish
 * above that may be the very replicas that are coming: it is dropped, and the role keeps what it asked for. A wish for no
 * more than serves, while more was asked for, is taken: it calls replicas off that have not started.
 *
 * <p>With two roles, what is taken has to leave the GPU floor, to the GPU; the ceiling is not looked at, and neither is a
 * role below its replica floor repaired: both wait until the start is over. A single role goes on to the budget.
 *
 * <p>Only for a fleet of which all that is missing is on its way. With replicas that drain, a new version that rolls out, a
 * start that does not finish or counts that could not be read, the budget decides as for a settled fleet.
 */
public final class ReductionsWhileStarting implements Constraint {
    private final DirectionalGuardFit fit;
    private final PerRole<Integer> floors;
    private final GpuBudget settled;

    /** @param floors fewest replicas allowed, for this constraint and the budget behind it */
    public ReductionsWhileStarting(DirectionalGuardFit fit, PerRole<Integer> floors) {
        this.fit = fit;
        this.floors = floors;
        this.settled = new GpuBudget(fit, floors, Baseline.READY);
    }

    @Override
    public boolean hard() {
        return true;
    }

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        if (!isStarting(situation)) {
            return settled.apply(targets, situation);
        }
        PerRole<Target> taken = targets.map((role, target) -> isTaken(target, situation.role(role))
                ? target
                : held(target, situation.role(role), "the wish waits until the replicas that start serve"));
        if (targets.size() == 1) {
            return isTaken(targets.valueAt(0), situation.role(targets.roleAt(0)))
                    ? settled.apply(targets, situation)
                    : taken;
        }
        return aboveGpuFloor(targets, taken, situation);
    }

    private static boolean isStarting(Situation situation) {
        boolean any = false;
        for (RoleFleet fleet : situation.fleet().roles().values()) {
            boolean known =
                    fleet.rollout() == RoleFleet.Rollout.SETTLED || fleet.rollout() == RoleFleet.Rollout.SCALING;
            if (!known || fleet.terminating() > 0 || fleet.ready() > fleet.desired()) {
                return false;
            }
            any |= fleet.desired() > fleet.ready();
        }
        return any;
    }

    private static boolean isTaken(Target target, RoleFleet fleet) {
        return target.binding() != Binding.NOT_READY
                && target.replicas() <= fleet.ready()
                && target.replicas() < fleet.desired();
    }

    private static Target held(Target target, RoleFleet fleet, String why) {
        int desired = fleet.desired();
        return target.replicas() == desired
                ? target
                : target.bound(
                        desired,
                        Binding.ROLLOUT,
                        "held at " + desired + " of which " + fleet.ready() + " serve: " + why);
    }

    private PerRole<Target> aboveGpuFloor(PerRole<Target> wished, PerRole<Target> taken, Situation situation) {
        int gpuFloor = situation.grant().floor();
        if (gpuFloor < 0) {
            return taken;
        }
        PerRole<Integer> widths = taken.map(
                (role, target) -> situation.role(role).gpusPerReplica().orElse(-1));
        if (widths.values().contains(-1)) {
            return holdAll(taken, situation, "the GPUs of a replica are unknown and a GPU floor is set");
        }
        PerRole<Integer> fitted = fit.fitFloor(new BudgetRequest(
                        taken.map((role, target) -> isTaken(wished.get(role), situation.role(role))
                                ? situation.role(role).ready()
                                : target.replicas()),
                        taken.map((role, target) -> target.replicas()),
                        widths,
                        // a role that is left alone may be below its floor
                        taken.map((role, target) -> Math.min(target.replicas(), floors.getOr(role, 0))),
                        taken.map((role, target) -> target.need()),
                        gpuFloor,
                        -1))
                .targets();
        return gpus(fitted, widths) < gpuFloor
                ? holdAll(taken, situation, "less would leave fewer than " + gpuFloor + " GPUs")
                : taken.map((role, target) -> fitted.get(role) == target.replicas()
                        ? target
                        : target.bound(
                                fitted.get(role),
                                Binding.GPU_CEILING,
                                "raised to " + fitted.get(role) + " for the GPU floor of " + gpuFloor));
    }

    private static PerRole<Target> holdAll(PerRole<Target> targets, Situation situation, String why) {
        return targets.map((role, target) -> held(target, situation.role(role), why));
    }

    private static long gpus(PerRole<Integer> counts, PerRole<Integer> widths) {
        long total = 0;
        for (PerRole.Entry<Integer> entry : counts) {
            total += (long) entry.value() * widths.get(entry.role());
        }
        return total;
    }
}
