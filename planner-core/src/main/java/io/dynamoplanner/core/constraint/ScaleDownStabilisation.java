package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.role.PerRole;
import java.time.Duration;
import java.time.Instant;

/**
 * A role shrinks only to the largest count that was wished for within the window: a dip shorter than the window costs
 * nothing, since an engine that is let go takes minutes to come back. A planner that has just started takes what runs for
 * what was wished for: a restart does not shrink a fleet.
 */
public final class ScaleDownStabilisation implements Constraint {
    private final Duration window;

    public ScaleDownStabilisation(Duration window) {
        this.window = window;
    }

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        Instant since = situation.now().minus(window);
        return targets.map((role, target) -> {
            int desired = situation.role(role).desired();
            if (target.replicas() >= desired) {
                return target;
            }
            RoleHistory history = situation.history().getOr(role, RoleHistory.NONE);
            if (history.wishes().isEmpty()) {
                return target.bound(
                        desired, Binding.STABILISATION, "held at " + desired + ": nothing is known of the time before");
            }
            return history.largestSince(since)
                    .filter(wish -> wish.replicas() > target.replicas())
                    .map(wish -> target.bound(
                            Math.min(desired, wish.replicas()),
                            Binding.STABILISATION,
                            wish.replicas() + " were needed within the last " + window.toSeconds() + " s"))
                    .orElse(target);
        });
    }
}
