package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.role.PerRole;
import java.time.Duration;
import java.time.Instant;

/**
 * A role shrinks only to the largest count that was wished for within the window: a dip shorter than the window costs
 * nothing, since an engine that is let go takes minutes to come back.
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
            return situation
                    .history()
                    .getOr(role, RoleHistory.NONE)
                    .largestSince(since)
                    .filter(wish -> wish.replicas() > target.replicas())
                    .map(wish -> target.bound(
                            Math.min(desired, wish.replicas()),
                            Binding.STABILISATION,
                            wish.replicas() + " were needed within the last " + window.toSeconds() + " s"))
                    .orElse(target);
        });
    }
}
