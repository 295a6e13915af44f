package io.dynamoplanner.metrics.report;

import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Summary;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * A number by which policies are compared: how it is called, rounded, and which direction is better.
 *
 * <p>Policies are compared by the rounded numbers that a reader sees: what looks equal counts as equal.
 *
 * @param group heading under which it stands
 * @param unit empty for a count
 * @param value the number in {@code unit}; NaN if there is none
 */
record ResultMetric(
        String group,
        String name,
        String unit,
        int decimals,
        Better better,
        Difference difference,
        ToDoubleFunction<Summary> value) {

    enum Better {
        MORE,
        LESS,
        NEITHER
    }

    /** How the distance between two values is said. */
    enum Difference {
        POINTS,
        PERCENT,
        COUNT
    }

    private static final String SERVICE = "Service";
    private static final String COST = "Cost";
    private static final String STABILITY = "Stability";

    static final ResultMetric REQUESTS = count(SERVICE, "Requests", Better.NEITHER, Summary::requests);
    static final ResultMetric COMPLETED = count(SERVICE, "Completed", Better.MORE, Summary::completed);
    static final ResultMetric TTFT_INSIDE = share("Inside TTFT target", Summary::ttftInside);
    static final ResultMetric ITL_INSIDE = share("Inside ITL target", Summary::itlInside);
    static final ResultMetric BOTH_INSIDE = share("Inside both targets", Summary::bothInside);
    static final ResultMetric TTFT_P50 = latency("TTFT p50", 0, s -> s.ttftMs().p50());
    static final ResultMetric TTFT_P95 = latency("TTFT p95", 0, s -> s.ttftMs().p95());
    static final ResultMetric TTFT_P99 = latency("TTFT p99", 0, s -> s.ttftMs().p99());
    static final ResultMetric ITL_P50 = latency("ITL p50", 1, s -> s.itlMs().p50());
    static final ResultMetric ITL_P95 = latency("ITL p95", 1, s -> s.itlMs().p95());
    static final ResultMetric ITL_P99 = latency("ITL p99", 1, s -> s.itlMs().p99());
    static final ResultMetric GPU_HOURS =
            new ResultMetric(COST, "GPU-hours", "h", 2, Better.LESS, Difference.PERCENT, Summary::gpuHours);
    static final ResultMetric PEAK_GPUS = count(COST, "Peak GPUs", Better.LESS, Summary::peakGpus);
    static final ResultMetric SCALE_EVENTS = count(STABILITY, "Scale events", Better.LESS, Summary::scaleEvents);
    static final ResultMetric DIRECTION_CHANGES =
            count(STABILITY, "Direction changes", Better.LESS, Summary::directionChanges);
    static final ResultMetric BUDGET_VIOLATIONS =
            count(STABILITY, "Budget violations", Better.LESS, Summary::budgetViolations);

    static final List<ResultMetric> ALL = List.of(
            REQUESTS,
            COMPLETED,
            TTFT_INSIDE,
            ITL_INSIDE,
            BOTH_INSIDE,
            TTFT_P50,
            TTFT_P95,
            TTFT_P99,
            ITL_P50,
            ITL_P95,
            ITL_P99,
            GPU_HOURS,
            PEAK_GPUS,
            SCALE_EVENTS,
            DIRECTION_CHANGES,
            BUDGET_VIOLATIONS);

    private static ResultMetric count(String group, String name, Better better, ToDoubleFunction<Summary> value) {
        return new ResultMetric(group, name, "", 0, better, Difference.COUNT, value);
    }

    private static ResultMetric share(String name, ToDoubleFunction<Summary> share) {
        return new ResultMetric(
                SERVICE, name, "%", 1, Better.MORE, Difference.POINTS, s -> Figures.percent(share.applyAsDouble(s)));
    }

    private static ResultMetric latency(String name, int decimals, ToDoubleFunction<Summary> ms) {
        return new ResultMetric(SERVICE, name, "ms", decimals, Better.LESS, Difference.PERCENT, ms);
    }

    /** The number as a table shows it. */
    double shown(PolicyRun policy) {
        return Figures.rounded(value.applyAsDouble(policy.summary()), decimals);
    }

    String text(PolicyRun policy) {
        return Figures.fixed(shown(policy), decimals);
    }

    /** Whether {@code a} is better than {@code b}; never if a value is missing or neither direction is better. */
    boolean isBetter(double a, double b) {
        return switch (better) {
            case MORE -> a > b;
            case LESS -> a < b;
            case NEITHER -> false;
        };
    }

    /** Whether this policy has the best value; nobody has if all are equal. */
    boolean isBest(PolicyRun policy, List<PolicyRun> all) {
        double own = shown(policy);
        var different = new TreeSet<Double>();
        for (PolicyRun other : all) {
            double value = shown(other);
            if (Double.isFinite(value)) {
                different.add(value);
            }
            if (isBetter(value, own)) {
                return false;
            }
        }
        return better != Better.NEITHER && Double.isFinite(own) && different.size() > 1;
    }

    /**
     * How far {@code a} lies from {@code b}, without a sign: "2.1 points", "31 %", "12". A difference from zero has no
     * per cent and is given in the metric's unit.
     */
    String distance(double a, double b) {
        double apart = Math.abs(a - b);
        return switch (difference) {
            case POINTS -> Figures.fixed(apart, decimals) + " points";
            case COUNT -> Figures.fixed(apart, 0);
            case PERCENT -> b == 0 ? Figures.fixed(apart, decimals) + " " + unit : perCent(apart / Math.abs(b));
        };
    }

    private static String perCent(double ratio) {
        return ratio < 0.01 ? "less than 1 %" : Figures.fixed(ratio * 100, 0) + " %";
    }
}
