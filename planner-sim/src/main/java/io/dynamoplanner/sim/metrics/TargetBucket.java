package io.dynamoplanner.sim.metrics;

import io.dynamoplanner.core.traffic.InsideShare;

/**
 * The bucket of a latency histogram that a target lies in. A frontend's bounds are powers of one ratio, rounded to two
 * digits, so that a target seldom is a bound itself.
 *
 * @param targetS the target, s
 * @param lowerS largest bound at or below it, s; 0 if there is none
 * @param upperS smallest bound above it, s; infinite if there is none
 */
record TargetBucket(double targetS, double lowerS, double upperS) {
    /** How many the planner asks its users to set; without that there are 18 and 13. */
    private static final int BOUNDS = 50;

    /** Around a target for TTFT, among a frontend's bounds. */
    static TargetBucket ttft(double targetMs) {
        return among(0.001, 480, BOUNDS, targetMs / 1000);
    }

    /** The same for ITL. */
    static TargetBucket itl(double targetMs) {
        return among(0.001, 2, BOUNDS, targetMs / 1000);
    }

    private static TargetBucket among(double leastS, double mostS, int count, double targetS) {
        double lower = 0;
        for (int i = 1; i < count; i++) {
            double bound = twoDigits(leastS * StrictMath.pow(mostS / leastS, i / (count - 1.0)));
            if (bound > targetS) {
                return new TargetBucket(targetS, lower, bound);
            }
            lower = bound;
        }
        return new TargetBucket(targetS, lower, Double.POSITIVE_INFINITY);
    }

    private static double twoDigits(double value) {
        double unit = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(value)) - 1);
        return Math.rint(value / unit) * unit;
    }

    /** The share inside the target that the counts of the two bounds tell; NaN of no observation. */
    double share(double below, double within, double all) {
        return all > 0 ? InsideShare.of(targetS, lowerS, below, upperS, within, all) : Double.NaN;
    }
}
