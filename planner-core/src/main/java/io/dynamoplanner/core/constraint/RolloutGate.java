package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.PerRole;

/**
 * Leaves a role alone while its replicas are replaced by another version, and lets a role that is stuck only shrink:
 * replicas that do not come up hold GPUs, more of them would not come up either, and giving some back is the way out.
 */
public final class RolloutGate implements Constraint {

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        return targets.map((role, target) -> {
            RoleFleet fleet = situation.role(role);
            int desired = fleet.desired();
            return switch (fleet.rollout()) {
                case UPDATING ->
                    target.replicas() == desired
                            ? target
                            : target.bound(
                                    desired, Binding.ROLLOUT, "held at " + desired + ": a new version is rolling out");
                case STUCK ->
                    target.replicas() <= desired
                            ? target
                            : target.bound(
                                    desired,
                                    Binding.ROLLOUT,
                                    "held at " + desired + ": " + fleet.ready()
                                            + " are ready and the last change has not finished in its time");
                case SETTLED, SCALING, UNKNOWN -> target;
            };
        });
    }
}
