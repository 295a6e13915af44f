package io.dynamoplanner.sim.policy;

import io.dynamoplanner.core.fleet.RoleFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One HorizontalPodAutoscaler: from the value of a metric to the replica count of one workload, with the arithmetic of
 * autoscaling/v2. Keeps its recommendations and its growth for as long as its rules look back.
 */
public final class HpaController {
    private final HpaRules rules;
    private final int min;
    private final int max;
    private final Deque<Dated> recommendations = new ArrayDeque<>();
    private final Deque<Dated> growth = new ArrayDeque<>();

    private record Dated(Instant at, int replicas) {}

    /**
     * @param min least replicas; at least 1
     * @param max most replicas
     */
    public HpaController(HpaRules rules, int min, int max) {
        this.rules = rules;
        this.min = min;
        this.max = Math.max(min, max);
    }

    /**
     * A metric of each pod, with a target for its average over the pods. Pods that are not ready count as unused when the
     * ready ones ask for more, and a change that would then go the other way is not made.
     *
     * @param average average of the metric over the ready pods, in units of its target
     * @return the recommendation before window, limits and bounds
     */
    public int byAverage(RoleFleet fleet, double average) {
        int current = fleet.desired();
        int ready = fleet.ready();
        int unready = fleet.starting();
        if (ready == 0) {
            return current;
        }
        if (unready == 0 || average <= 1) {
            return inTolerance(average) ? current : ceil(average * ready);
        }
        double damped = average * ready / (ready + unready);
        if (inTolerance(damped) || damped < 1) {
            return current;
        }
        return Math.max(current, ceil(damped * (ready + unready)));
    }

    /**
     * A metric of the whole workload, with a target for each pod.
     *
     * @param total the metric, in units of the target of one pod
     * @return the recommendation before window, limits and bounds
     */
    public int byTotal(RoleFleet fleet, double total) {
        int current = fleet.desired();
        return current > 0 && inTolerance(total / current) ? current : ceil(total);
    }

    /** What becomes of a recommendation at {@code now}: the count to write. */
    public int settle(int current, int recommendation, Instant now) {
        if (recommendations.isEmpty()) {
            recommendations.add(new Dated(now, current));
        }
        recommendations.add(new Dated(now, recommendation));
        forget(recommendations, now, rules.downWindow());
        int highest = 0;
        for (Dated dated : recommendations) {
            highest = Math.max(highest, dated.replicas());
        }
        int stabilised = current;
        if (recommendation > current) {
            stabilised = Math.min(recommendation, Math.max(current, growthLimit(current, now)));
        } else if (highest < current) {
            stabilised = highest;
        }
        int bounded = Math.max(min, Math.min(max, stabilised));
        if (bounded > current) {
            growth.add(new Dated(now, bounded - current));
        }
        return bounded;
    }

    private int growthLimit(int current, Instant now) {
        forget(growth, now, rules.periodUp());
        int before = current;
        for (Dated dated : growth) {
            before -= dated.replicas();
        }
        return Math.max(before + rules.podsUp(), ceil(before * (1 + rules.shareUp())));
    }

    private static void forget(Deque<Dated> history, Instant now, Duration age) {
        while (!history.isEmpty() && !history.getFirst().at().plus(age).isAfter(now)) {
            history.removeFirst();
        }
    }

    private boolean inTolerance(double ratio) {
        return Math.abs(ratio - 1) <= rules.tolerance() + 1e-9;
    }

    /** Rounds up, but a count that is whole up to the rounding of a double stays what it is. */
    private static int ceil(double replicas) {
        return (int) Math.ceil(replicas - 1e-9);
    }
}
