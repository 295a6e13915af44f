package io.dynamoplanner.app.simulate;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.sim.ProgressListener;
import io.dynamoplanner.sim.Simulation;
import io.dynamoplanner.sim.policy.HpaPolicy;
import io.dynamoplanner.sim.policy.HpaRules;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Finds the targets of horizontal pod autoscalers on training traffic: for each role the highest target, which is the
 * cheapest, that still gives the attainment that is asked for. A practitioner does this by hand; here nobody can say that
 * the autoscalers were set badly.
 */
public final class HpaTuning {
    private static final List<Double> UTILIZATION = List.of(
            0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1, 0.07,
            0.05);
    private static final List<Double> QUEUE = List.of(
            384.0, 256.0, 192.0, 128.0, 96.0, 64.0, 48.0, 32.0, 24.0, 16.0, 12.0, 8.0, 6.0, 4.0, 2.0, 1.5, 1.0, 0.8,
            0.6, 0.45, 0.3, 0.2, 0.1);

    private final Arena training;

    public HpaTuning(Arena training) {
        this.training = training;
    }

    /**
     * The targets, role by role in the order of the graph. Each role has to leave room for the misses of the others.
     *
     * @param attainment share of the requests that should meet both latency targets
     */
    public PerRole<Double> targets(HpaPolicy.Metric metric, double attainment, ProgressListener listener) {
        List<Double> candidates = metric == HpaPolicy.Metric.QUEUE ? QUEUE : UTILIZATION;
        List<Role> roles = training.settings().roles();
        double generous = candidates.get(candidates.size() - 1);
        PerRole<Double> targets = PerRole.build(roles, role -> generous);
        for (int i = 0; i < roles.size(); i++) {
            boolean last = i == roles.size() - 1;
            ToDoubleFunction<Summary> met = last ? Summary::bothInside : Summary::ttftInside;
            double wanted = last ? attainment : (1 + attainment) / 2;
            double before = i / (double) roles.size();
            targets = tuned(
                    metric,
                    targets,
                    roles.get(i),
                    candidates,
                    met,
                    wanted,
                    share -> listener.progressed(before + share / roles.size()));
        }
        return targets;
    }

    /** The autoscalers with these targets on a fleet that starts like any other. */
    public static HpaPolicy policy(Arena arena, HpaPolicy.Metric metric, PerRole<Double> targets) {
        return new HpaPolicy(
                metric,
                targets,
                arena.fleets().mean(),
                HpaRules.DEFAULT,
                arena.settings().floors(),
                bounds(arena));
    }

    /**
     * Autoscalers share no budget, so each gets its part of it beforehand: in the proportion of the fleets for the busiest
     * windows.
     */
    private static PerRole<Integer> bounds(Arena arena) {
        int ceiling = arena.settings().grant().ceiling();
        PerRole<Integer> peak = arena.fleets().peak();
        PerRole<Integer> widths = arena.settings().gpusPerEngine();
        int gpus = 0;
        for (var role : peak) {
            gpus += role.value() * widths.get(role.role());
        }
        if (ceiling < 0 || gpus == 0) {
            return PerRole.empty();
        }
        double factor = ceiling / (double) gpus;
        return peak.map((role, engines) -> Math.max(1, (int) Math.floor(engines * factor)));
    }

    /** Bisection over the candidates: a lower target gives more engines, and more engines miss less. */
    private PerRole<Double> tuned(
            HpaPolicy.Metric metric,
            PerRole<Double> targets,
            Role role,
            List<Double> candidates,
            ToDoubleFunction<Summary> met,
            double wanted,
            ProgressListener listener) {
        int low = 0;
        int high = candidates.size() - 1;
        int steps = 0;
        // What even the most generous target misses, a higher one may miss too.
        double possible = met.applyAsDouble(summary(metric, targets.with(role, candidates.get(high))));
        double enough = Math.min(wanted, possible - 0.005);
        while (low < high) {
            int middle = (low + high) >>> 1;
            PerRole<Double> tried = targets.with(role, candidates.get(middle));
            listener.progressed(Math.min(1, ++steps / 5.0));
            if (met.applyAsDouble(summary(metric, tried)) >= enough) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return targets.with(role, candidates.get(low));
    }

    private Summary summary(HpaPolicy.Metric metric, PerRole<Double> targets) {
        return Simulation.run(training.options(), training.requests(), policy(training, metric, targets), share -> true)
                .summary();
    }
}
