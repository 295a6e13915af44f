package io.dynamoplanner.app.assembly;

import org.apache.commons.math3.distribution.NormalDistribution;

/** Quantiles of the standard normal distribution. */
final class StandardNormal {
    private StandardNormal() {}

    static double quantile(double level) {
        return level == 0.5 ? 0 : new NormalDistribution().inverseCumulativeProbability(level);
    }
}
