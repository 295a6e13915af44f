package io.dynamoplanner.core.forecast;

import java.util.Objects;

/**
 * A forecast of one value: its point, its spread, and what it stands on. Where that is not the model, it says why: a fallback
 * is never silent.
 *
 * @param point the most likely value, in the unit of the series
 * @param sigma standard deviation of the forecast error as the model sees it; 0 when the model has no opinion
 * @param basis what the numbers stand on
 * @param why why the model does not answer, in a few words; empty if it does
 */
public record Prediction(double point, double sigma, Basis basis, String why) {
    public Prediction {
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(basis, "basis");
        if (!Double.isFinite(point) || !Double.isFinite(sigma) || sigma < 0) {
            throw new IllegalArgumentException("prediction must be finite: point " + point + ", sigma " + sigma);
        }
    }

    public Prediction(double point, double sigma, Basis basis) {
        this(point, sigma, basis, "");
    }

    /** The last value in place of the model. */
    public static Prediction lastValue(double last, double sigma, String why) {
        return new Prediction(last, sigma, Basis.LAST_VALUE, why);
    }

    /** The last value as long as the model has too few to stand on. */
    public static Prediction tooFew(double last, int values, int needed) {
        return lastValue(last, 0, values + " of " + needed + " values");
    }

    /** What stands in for the model and why, in a few words; empty if the model answers. */
    public String fallback() {
        return switch (basis) {
            case MODEL -> "";
            case LAST_VALUE -> why.isEmpty() ? "last value" : "last value: " + why;
            case NO_DATA -> "no value yet";
        };
    }

    /** What a prediction stands on. */
    public enum Basis {
        /** The fitted model. */
        MODEL,
        /** The model has no answer: the last value. */
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
