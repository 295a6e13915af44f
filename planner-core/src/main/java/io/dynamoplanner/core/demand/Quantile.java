package io.dynamoplanner.core.demand;

/**
 * The quantile of the load that is sized for.
 *
 * @param level share of the requests that should come in windows with no more load than was sized for, from 0.5 below 1
 * @param z standard normal quantile of the level: what the spread of a predictor is multiplied with as long as too few of
 *     its errors were seen
 */
public record Quantile(double level, double z) {
    /** The point forecast as it is, without a margin: what the reference sizes for. */
    public static final Quantile POINT = new Quantile(0.5, 0);

    public Quantile {
        if (!(level >= 0.5 && level < 1) || !Double.isFinite(z)) {
            throw new IllegalArgumentException(
                    "a quantile needs a level from 0.5 below 1 and a finite z, got " + level + " and " + z);
        }
    }

    /** Whether no margin is wanted. */
    public boolean isPoint() {
        return level == 0.5;
    }
}
