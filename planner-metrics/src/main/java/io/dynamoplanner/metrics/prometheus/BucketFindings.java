package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.finding.Finding.Severity;
import io.dynamoplanner.core.traffic.TrafficScope;
import java.math.BigDecimal;
import java.math.MathContext;

/** What a latency target has to say about the bounds of the histogram that it is read from. All latencies are ms. */
final class BucketFindings {
    private static final String CODE = "traffic-coarse-buckets";
    private static final MathContext DIGITS = new MathContext(6);

    private BucketFindings() {}

    /** The target lies well inside of a bucket. */
    static Finding coarse(
            TrafficScope scope, TrafficMetrics source, Latency latency, double target, double lower, double upper) {
        String what = "its target, " + ms(target) + ", lies between the histogram bounds " + ms(lower) + " and "
                + ms(upper) + ", so that the share of " + latency.counted()
                + " inside it is unknown while more than 2 % lie in there, and teaches nothing";
        return finding(scope, source, latency, what, latency.variable("COUNT") + "=50");
    }

    /** The target lies above all bounds but the infinite one. */
    static Finding above(TrafficScope scope, TrafficMetrics source, Latency latency, double target, double highest) {
        String what = "its target, " + ms(target) + ", lies above the highest bound of the histogram, " + ms(highest)
                + ", so that the share of " + latency.counted() + " inside it is unknown";
        return finding(scope, source, latency, what, latency.variable("MAX") + " to more seconds than that");
    }

    static boolean isOne(Finding finding) {
        return finding.code().equals(CODE);
    }

    private static Finding finding(
            TrafficScope scope, TrafficMetrics source, Latency latency, String what, String setting) {
        String remedy = source == TrafficMetrics.ROUTER
                ? "let the frontends tell the traffic (throughput_metrics_source: frontend), and set " + setting
                        + " in their environment"
                : "set " + setting + " in the environment of the frontends";
        return new Finding(CODE, Severity.INFO, latency + " of " + scope.graph(), what, remedy);
    }

    private static String ms(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString() + " ms";
    }
}
