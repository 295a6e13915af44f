package io.dynamoplanner.sim.policy;

import io.dynamoplanner.core.policy.ScalingPolicy;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** Wants what a schedule says, step by step, and sees nothing: a policy that knew the future when it was made. */
public final class SchedulePolicy implements ScalingPolicy {
    private static final Explanation REASON = new Explanation("the schedule says so", "schedule", List.of());

    private final String key;
    private final String label;
    private final String description;
    private final PerRole<Integer> initialReplicas;
    private final Duration step;
    private final PerRole<int[]> wanted;
    private int next;

    /**
     * @param step length of a step
     * @param wanted replicas wanted in each step; after the last one it stays as it is
     */
    public SchedulePolicy(
            String key,
            String label,
            String description,
            PerRole<Integer> initialReplicas,
            Duration step,
            PerRole<int[]> wanted) {
        this.key = key;
        this.label = label;
        this.description = description;
        this.initialReplicas = initialReplicas;
        this.step = step;
        this.wanted = wanted;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public PerRole<Integer> initialReplicas() {
        return initialReplicas;
    }

    @Override
    public Duration window() {
        return Duration.ofHours(1);
    }

    @Override
    public Decision decide(Observation seen, Instant now) {
        PerRole<Integer> writes = PerRole.empty();
        for (var role : wanted) {
            int[] counts = role.value();
            if (next < counts.length && seen.fleet().role(role.role()).desired() != counts[next]) {
                writes = writes.with(role.role(), counts[next]);
            }
        }
        next++;
        return new Decision(
                writes, OptionalDouble.empty(), writes.map((role, count) -> REASON), List.of(), now.plus(step));
    }
}
