package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.role.PerRole;

/**
 * A role moves at most so many replicas per window and direction, so that one wrong forecast cannot add or remove the
 * whole budget. The count starts from what the role had when the window was first decided on: looking at the same window
 * again does not buy another step.
 *
 * <p>It limits steps and makes none: a role that is outside the limit already, because somebody else moved it or because
 * fewer serve than are asked for, may stay where it is.
 */
public final class StepLimit implements Constraint {
    private final int up;
    private final int down;
    private final Baseline baseline;

    public StepLimit(int up, int down, Baseline baseline) {
        if (up < 1 || down < 1) {
            throw new IllegalArgumentException("step limits must be at least 1, got " + up + " up, " + down + " down");
        }
        this.up = up;
        this.down = down;
        this.baseline = baseline;
    }

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        return targets.map((role, target) -> {
            RoleHistory history = situation.history().getOr(role, RoleHistory.NONE);
            int desired = situation.role(role).desired();
            int base = baseline.atWindow(history, situation.window(), situation.role(role));
            int most = (int) Math.max(desired, Math.min(Integer.MAX_VALUE, (long) base + up));
            int least = Math.min(desired, Math.max(0, base - down));
            if (target.replicas() > most) {
                return target.bound(most, Binding.STEP, "at most " + up + " more than " + base + " per window");
            }
            if (target.replicas() < least) {
                return target.bound(least, Binding.STEP, "at most " + down + " fewer than " + base + " per window");
            }
            return target;
        });
    }
}
