package io.dynamoplanner.sim.policy;

import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** A fleet that never changes: what a planner is compared with. */
public record StaticPolicy(String key, String label, String description, PerRole<Integer> initialReplicas)
        implements ScalingPolicy {

    @Override
    public Duration window() {
        return Duration.ofHours(1);
    }

    /** Writes nothing. It asks to be called again because a policy has to, not because it would then do anything. */
    @Override
    public Decision decide(Observation seen, Instant now) {
        return new Decision(
                PerRole.empty(), OptionalDouble.empty(), PerRole.empty(), List.of(), now.plus(Duration.ofDays(1)));
    }
}
