package io.dynamoplanner.sim.fleet;

import java.util.SplittableRandom;

/**
 * How long an engine takes from getting its GPUs to serving: a triangular distribution, s.
 *
 * @param minS shortest
 * @param modeS most frequent
 * @param maxS longest
 */
public record StartUp(double minS, double modeS, double maxS) {
    public static final StartUp INSTANT = fixed(0);

    public StartUp {
        if (!(minS >= 0 && minS <= modeS && modeS <= maxS && maxS < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "start-up times must be 0 <= min <= mode <= max, got " + minS + ", " + modeS + ", " + maxS);
        }
    }

    public static StartUp fixed(double seconds) {
        return new StartUp(seconds, seconds, seconds);
    }

    /**
     * A random start-up time. The distribution function is a parabola on either side of the mode, so its inverse is a
     * square root measured from the nearer end.
     */
    double sample(SplittableRandom random) {
        double u = random.nextDouble();
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
