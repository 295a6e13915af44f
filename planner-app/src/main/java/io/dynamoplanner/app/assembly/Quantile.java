package io.dynamoplanner.app.assembly;

import org.apache.commons.math3.distribution.NormalDistribution;

/** Quantiles of the standard normal distribution. */
final class Quantile {
    private Quantile() {}

    static double z(double quantile) {
        return quantile == 0.5 ? 0 : new NormalDistribution().inverseCumulativeProbability(quantile);
    }
}
