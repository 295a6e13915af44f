package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;

/**
 * Leaves all roles as they are while one of them cannot be counted, as the reference does from release 1.5 on: it sizes the
 * roles of a graph together or not at all. Floors and budgets still hold.
 */
public final class PartnerHold implements Constraint {
    private final Baseline baseline;

    public PartnerHold(Baseline baseline) {
        this.baseline = baseline;
    }

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        for (var entry : targets) {
            if (entry.value().binding() == Binding.NOT_READY) {
                return targets.map((role, target) -> hold(role, target, entry.role(), situation));
            }
        }
        return targets;
    }

    private Target hold(Role role, Target target, Role missing, Situation situation) {
        int current = baseline.of(situation.role(role));
        return target.replicas() == current
                ? target
                : target.bound(
                        current, Binding.NOT_READY, "held at " + current + ": " + missing + " cannot be counted");
    }
}
