package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import java.util.List;

/**
 * How the first policy stands in one metric against the best of the others.
 *
 * @param text for people: "worse than Static peak by 0.9 points"
 */
record Verdict(Standing standing, String text) {
    enum Standing {
        BETTER,
        LEVEL,
        WORSE,
        /** There is nothing to compare. */
        OPEN
    }

    private static boolean allEqual(ResultMetric metric, List<PolicyRun> policies, double value) {
        return policies.stream().allMatch(policy -> metric.shown(policy) == value);
    }

    static Verdict of(ResultMetric metric, List<PolicyRun> policies) {
        double own = policies.isEmpty() ? Double.NaN : metric.shown(policies.get(0));
        double best = Double.NaN;
        String bestLabel = "";
        for (int i = 1; i < policies.size(); i++) {
            double value = metric.shown(policies.get(i));
            if (Double.isFinite(value) && (Double.isNaN(best) || metric.isBetter(value, best))) {
                best = value;
                bestLabel = policies.get(i).label();
            }
        }
        if (metric.better() == ResultMetric.Better.NEITHER || !Double.isFinite(own) || Double.isNaN(best)) {
            return new Verdict(Standing.OPEN, "");
        }
        String by = bestLabel + " by " + metric.distance(own, best);
        if (metric.isBetter(own, best)) {
            return new Verdict(Standing.BETTER, "better than " + by);
        }
        return metric.isBetter(best, own)
                ? new Verdict(Standing.WORSE, "worse than " + by)
                : new Verdict(Standing.LEVEL, "level with " + (allEqual(metric, policies, own) ? "all" : bestLabel));
    }
}
