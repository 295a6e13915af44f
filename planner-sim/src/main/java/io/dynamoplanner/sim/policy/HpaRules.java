package io.dynamoplanner.sim.policy;

import java.time.Duration;

/**
 * The rules of a Kubernetes HorizontalPodAutoscaler that do not depend on its metric.
 *
 * @param sync time between two looks
 * @param tolerance relative distance from the target within which nothing changes
 * @param downWindow how long a higher recommendation keeps a workload from shrinking
 * @param podsUp most pods added in {@code periodUp}, if that is more than {@code shareUp}
 * @param shareUp most that is added in {@code periodUp}, as a share of the pods at its start
 * @param periodUp period of the two limits
 */
public record HpaRules(
        Duration sync, double tolerance, Duration downWindow, int podsUp, double shareUp, Duration periodUp) {
    /** The defaults of autoscaling/v2. */
    public static final HpaRules DEFAULT =
            new HpaRules(Duration.ofSeconds(15), 0.1, Duration.ofSeconds(300), 4, 1.0, Duration.ofSeconds(15));
}
