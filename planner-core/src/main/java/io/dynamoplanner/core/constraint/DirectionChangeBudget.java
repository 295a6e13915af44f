package io.dynamoplanner.core.constraint;

import io.dynamoplanner.core.role.PerRole;
import java.time.Duration;

/**
 * A role that has reversed its direction too often within an hour is not shrunk again until the hour has passed. Growth
 * is never held back by this: flapping costs money, too few engines cost requests.
 */
public final class DirectionChangeBudget implements Constraint {
    private static final Duration HOUR = Duration.ofHours(1);

    private final int perHour;

    /**
     * @param perHour direction changes per role and hour; 0 never lets a role that has grown shrink
     */
    public DirectionChangeBudget(int perHour) {
        this.perHour = perHour;
    }

    @Override
    public PerRole<Target> apply(PerRole<Target> targets, Situation situation) {
        return targets.map((role, target) -> {
            RoleHistory history = situation.history().getOr(role, RoleHistory.NONE);
            int desired = situation.role(role).desired();
            boolean reversal = target.replicas() < desired && history.lastDirection() > 0;
            if (!reversal) {
                return target;
            }
            long used = history.reversalsSince(situation.now().minus(HOUR));
            return used < perHour
                    ? target
                    : target.bound(
                            desired,
                            Binding.DIRECTION_CHANGES,
                            "held at " + desired + ": " + used + " direction changes within the last hour, " + perHour
                                    + " allowed");
        });
    }
}
