package io.dynamoplanner.sim.policy;

import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A HorizontalPodAutoscaler for each role, none of which knows of the others: what scales a serving graph where there is
 * no planner.
 */
public final class HpaPolicy implements LoadAwarePolicy {
    private final Metric metric;
    private final PerRole<Double> targets;
    private final PerRole<Integer> initialReplicas;
    private final HpaRules rules;
    private final PerRole<HpaController> controllers;

    /** What an autoscaler looks at. */
    public enum Metric {
        /** How full the engines are: prefill by the share of time that they are busy, decode by their KV cache. */
        UTILIZATION("hpa-utilization", "HPA, utilization"),
        /** How many requests there are, waiting or in work, for each engine. */
        QUEUE("hpa-queue", "HPA, queue");

        private final String key;
        private final String label;

        Metric(String key, String label) {
            this.key = key;
            this.label = label;
        }

        public String key() {
            return key;
        }

        public String label() {
            return label;
        }

        private double of(Role role, EngineLoad load) {
            if (this == QUEUE) {
                return load.waiting() + load.running();
            }
            return role.equals(Role.DECODE) ? load.kvUsage() : Math.max(load.busy(), load.kvUsage());
        }
    }

    /**
     * @param targets target of each role: a share for utilization, requests per engine for the queue; positive
     * @param bounds most replicas of each role; an autoscaler has a maximum of its own and no common budget
     * @param floors least replicas of each role
     */
    public HpaPolicy(
            Metric metric,
            PerRole<Double> targets,
            PerRole<Integer> initialReplicas,
            HpaRules rules,
            PerRole<Integer> floors,
            PerRole<Integer> bounds) {
        this.metric = metric;
        this.targets = targets;
        this.initialReplicas = initialReplicas;
        this.rules = rules;
        this.controllers = targets.map((role, target) ->
                new HpaController(rules, Math.max(1, floors.getOr(role, 1)), bounds.getOr(role, Integer.MAX_VALUE)));
    }

    @Override
    public String key() {
        return metric.key();
    }

    @Override
    public String label() {
        return metric.label();
    }

    @Override
    public String description() {
        var text = new StringBuilder(
                "A HorizontalPodAutoscaler for each role with the default behaviour of Kubernetes, targets ");
        String separator = "";
        for (var target : targets) {
            text.append(separator)
                    .append(target.role())
                    .append(' ')
                    .append(String.format(Locale.ROOT, "%.4g", target.value()));
            separator = ", ";
        }
        return text.append(metric == Metric.QUEUE ? " requests per engine." : ".")
                .toString();
    }

    @Override
    public PerRole<Integer> initialReplicas() {
        return initialReplicas;
    }

    /** It does not look at traffic windows. */
    @Override
    public Duration window() {
        return Duration.ofMinutes(1);
    }

    /** Without a reading a HorizontalPodAutoscaler does nothing. */
    @Override
    public Decision decide(Fleet fleet, PerRole<EngineLoad> loads, Instant now) {
        PerRole<Integer> writes = PerRole.empty();
        PerRole<Explanation> explanations = PerRole.empty();
        for (var controller : controllers) {
            Role role = controller.role();
            if (!loads.has(role)) {
                continue;
            }
            RoleFleet seen = fleet.role(role);
            double value = metric.of(role, loads.get(role)) / targets.get(role);
            int recommendation = metric == Metric.QUEUE
                    ? controller.value().byTotal(seen, value)
                    : controller.value().byAverage(seen, value);
            int replicas = controller.value().settle(seen.desired(), recommendation, now);
            if (replicas != seen.desired()) {
                writes = writes.with(role, replicas);
                explanations = explanations.with(
                        role,
                        new Explanation(
                                String.format(
                                        Locale.ROOT,
                                        "metric is %.2f times its target, %d recommended",
                                        metric == Metric.QUEUE ? value / Math.max(1, seen.desired()) : value,
                                        recommendation),
                                replicas == recommendation ? "metric" : "behaviour",
                                List.of()));
            }
        }
        return new Decision(writes, OptionalDouble.empty(), explanations, List.of(), now.plus(rules.sync()));
    }
}
