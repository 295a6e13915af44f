package io.dynamoplanner.sim.fleet;

import java.util.SplittableRandom;

/**
 * How long an engine takes from getting its GPUs to serving: a triangular distribution, s, and now and then a straggler
 * that takes longer (an image that is not on the node, a slow disk).
 *
 * @param minS shortest
 * @param modeS most frequent
 * @param maxS longest, stragglers apart
 * @param stragglers share of the starts that straggle; 0 to 1
 * @param stragglerFactor by what a straggler's time is multiplied; at least 1
 */
public record StartUp(double minS, double modeS, double maxS, double stragglers, double stragglerFactor) {
    public static final StartUp INSTANT = fixed(0);

    public StartUp {
        if (!(minS >= 0 && minS <= modeS && modeS <= maxS && maxS < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "start-up times must be 0 <= min <= mode <= max, got " + minS + ", " + modeS + ", " + maxS);
        }
        if (!(stragglers >= 0 && stragglers <= 1)) {
            throw new IllegalArgumentException("the share of stragglers must be between 0 and 1, got " + stragglers);
        }
        if (!(stragglerFactor >= 1 && stragglerFactor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the straggler factor must be at least 1, got " + stragglerFactor);
        }
    }

    /** Without stragglers. */
    public StartUp(double minS, double modeS, double maxS) {
        this(minS, modeS, maxS, 0, 1);
    }

    public static StartUp fixed(double seconds) {
        return new StartUp(seconds, seconds, seconds);
    }

    /** The longest that a start can take, s. */
    public double longestS() {
        return stragglers > 0 ? maxS * stragglerFactor : maxS;
    }

    /**
     * A random start-up time. The distribution function is a parabola on either side of the mode, so its inverse is a
     * square root measured from the nearer end.
     */
    double sample(SplittableRandom random) {
        double seconds = triangular(random.nextDouble());
        return stragglers > 0 && random.nextDouble() < stragglers ? seconds * stragglerFactor : seconds;
    }

    private double triangular(double u) {
        double span = maxS - minS;
        if (span == 0) {
            return minS;
        }
        double atMode = (modeS - minS) / span;
        return u < atMode
                ? minS + Math.sqrt(u * span * (modeS - minS))
                : maxS - Math.sqrt((1 - u) * span * (maxS - modeS));
    }
}
