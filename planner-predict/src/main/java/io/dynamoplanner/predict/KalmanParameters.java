package io.dynamoplanner.predict;

/**
 * Noise of the reference's Kalman filter, in squares of the series' unit (of its logarithm with log1p).
 *
 * <p>The reference accepts zero and negative variances and lifts them to a tiny positive floor where it uses them, so a
 * configuration that runs there runs here.
 *
 * @param qLevel variance that the level gains in one window
 * @param qTrend variance that the trend gains in one window
 * @param r variance of a single observation
 * @param minPoints stored values below which the forecast is the last value; zero or less for none
 */
public record KalmanParameters(double qLevel, double qTrend, double r, int minPoints) {
    /** What the reference uses when nothing is configured. */
    public static final KalmanParameters DEFAULT = new KalmanParameters(1.0, 0.1, 10.0, 5);

    private static final double LEAST_Q = 1e-12;
    private static final double LEAST_R = 1e-9;

    /** @throws IllegalArgumentException if a variance is NaN or infinite */
    public KalmanParameters {
        requireFinite("kalman_q_level", qLevel);
        requireFinite("kalman_q_trend", qTrend);
        requireFinite("kalman_r", r);
    }

    double levelNoise() {
        return Math.max(LEAST_Q, qLevel);
    }

    double trendNoise() {
        return Math.max(LEAST_Q, qTrend);
    }

    double observationNoise() {
        return Math.max(LEAST_R, r);
    }

    private static void requireFinite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(field + " must be a finite variance, not " + value);
        }
    }
}
