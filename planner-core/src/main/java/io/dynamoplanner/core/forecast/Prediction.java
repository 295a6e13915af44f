package io.dynamoplanner.core.forecast;

import java.util.Objects;

/**
 * A forecast of one value: its point, its spread, and what it stands on.
 *
 * @param point the most likely value, in the unit of the series
 * @param sigma standard deviation of the forecast error as the model sees it; 0 when the model has no opinion
 * @param basis what the numbers stand on
 */
public record Prediction(double point, double sigma, Basis basis) {
    public Prediction {
        Objects.requireNonNull(basis, "basis");
        if (!Double.isFinite(point) || !Double.isFinite(sigma) || sigma < 0) {
            throw new IllegalArgumentException("prediction must be finite: point " + point + ", sigma " + sigma);
        }
    }

    /** What a prediction stands on; a fallback is never silent. */
    public enum Basis {
        /** The fitted model. */
        MODEL,
        /** Too few points for the model: the last value. */
        LAST_VALUE,
        /** No value seen yet: 0. */
        NO_DATA
    }

    /**
     * The value that is not exceeded with the given probability, if errors are normal: {@code point + z(q)·sigma}.
     *
     * @param z standard normal quantile, 0 for the median, 1.2816 for 90 %
     */
    public double upper(double z) {
        return point + z * sigma;
    }
}
