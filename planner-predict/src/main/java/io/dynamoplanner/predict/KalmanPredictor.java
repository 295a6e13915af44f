package io.dynamoplanner.predict;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.List;

/**
 * Local linear trend: the level moves by the trend in every window, both take random steps, and the level is observed
 * with noise. The covariance starts at 1000 on the diagonal and the first value sets the level without touching it.
 *
 * <p>The reference advances its filter when a forecast is asked for, keeps the result until the next value, and advances
 * at the next value if nobody asked. Either way there is exactly one advance between two stored values, and it depends on
 * the state alone. So the state kept here is the one after the update, the forecast is a function of it, and how often a
 * forecast is asked for cannot matter.
 *
 * <p>The covariance is symmetric and is kept as three numbers. With the gain that minimises the variance, the update of
 * the reference (the sum of two squares that stays positive for any gain) and the short one differ by rounding only; the
 * sum is written out here because it also keeps the variances positive.
 */
final class KalmanPredictor implements Predictor {
    private static final double FIRST_VARIANCE = 1000;
    private static final int NUMBERS = 9;

    /** What does not change from window to window, worked out once. */
    record Model(
            boolean log1p,
            boolean clampsAtZero,
            int minPoints,
            IdleSkip idleSkip,
            double levelNoise,
            double trendNoise,
            double observationNoise) {
        Model(KalmanFamily family) {
            this(
                    family.log1p(),
                    family.clampsAtZero(),
                    family.honoursMinPoints() ? family.parameters().minPoints() : 0,
                    family.idleSkip(),
                    family.parameters().levelNoise(),
                    family.parameters().trendNoise(),
                    family.parameters().observationNoise());
        }

        /** Snapshots of the raw and of the logarithmic filter must not be mixed up. */
        int layout() {
            return log1p ? 3 : 2;
        }
    }

    private final Model model;
    private final int points;
    private final boolean sawTraffic;
    private final double last;
    private final double level;
    private final double trend;
    private final double levelVariance;
    private final double covariance;
    private final double trendVariance;

    private KalmanPredictor(
            Model model,
            int points,
            boolean sawTraffic,
            double last,
            double level,
            double trend,
            double levelVariance,
            double covariance,
            double trendVariance) {
        this.model = model;
        this.points = points;
        this.sawTraffic = sawTraffic;
        this.last = last;
        this.level = level;
        this.trend = trend;
        this.levelVariance = levelVariance;
        this.covariance = covariance;
        this.trendVariance = trendVariance;
    }

    static KalmanPredictor fresh(Model model) {
        return new KalmanPredictor(model, 0, false, 0, 0, 0, FIRST_VARIANCE, 0, FIRST_VARIANCE);
    }

    static KalmanPredictor restore(Model model, Snapshot snapshot) {
        SnapshotNumbers numbers = new SnapshotNumbers(snapshot, KalmanFamily.NAME, model.layout(), NUMBERS);
        return new KalmanPredictor(
                model,
                numbers.integer(),
                numbers.flag(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real());
    }

    @Override
    public Predictor observe(double value) {
        double clean = Double.isFinite(value) ? value : 0;
        if (model.idleSkip.drops(clean, points, sawTraffic)) {
            return this;
        }
        boolean traffic = sawTraffic || clean != 0;
        double z = model.log1p ? StrictMath.log1p(Math.max(0, clean)) : clean;
        if (points == 0) {
            return new KalmanPredictor(model, 1, traffic, clean, z, 0, levelVariance, covariance, trendVariance);
        }

        double priorLevel = level + trend;
        double a = levelVariance + covariance + (covariance + trendVariance) + model.levelNoise;
        double c = covariance + trendVariance;
        double d = trendVariance + model.trendNoise;

        double innovation = z - priorLevel;
        double s = a + model.observationNoise;
        double levelGain = a / s;
        double trendGain = c / s;

        double rest = 1 - levelGain;
        double r = model.observationNoise;
        return new KalmanPredictor(
                model,
                points + 1,
                traffic,
                clean,
                priorLevel + levelGain * innovation,
                trend + trendGain * innovation,
                rest * a * rest + levelGain * r * levelGain,
                rest * (c - trendGain * a) + levelGain * r * trendGain,
                d - 2 * trendGain * c + trendGain * a * trendGain + trendGain * r * trendGain);
    }

    @Override
    public Prediction predict(int stepsAhead) {
        if (stepsAhead < 1) {
            throw new IllegalArgumentException("stepsAhead must be at least 1, not " + stepsAhead);
        }
        if (points == 0) {
            return new Prediction(0, 0, Prediction.Basis.NO_DATA);
        }
        if (points < model.minPoints) {
            return Prediction.tooFew(last, points, model.minPoints);
        }
        double point = level + stepsAhead * trend;
        double sigma = Math.sqrt(variance(stepsAhead));
        if (model.log1p) {
            // The spread of a function is, to first order, the spread of its argument times the slope, here 1 + value.
            point = Math.max(0, StrictMath.expm1(point));
            sigma *= 1 + point;
        } else if (model.clampsAtZero) {
            point = Math.max(0, point);
        }
        return Double.isFinite(point) && Double.isFinite(sigma)
                ? new Prediction(point, sigma, Prediction.Basis.MODEL)
                // Values near the largest double overflow the filter; the port promises a finite forecast even then.
                : Prediction.lastValue(last, 0, "the filter left the range of numbers");
    }

    /**
     * Variance of the value k windows ahead: the state's own uncertainty carried along the trend, k steps of the level, the
     * trend's steps (each counts as often as windows follow it, so the squares 0² to (k-1)² add up), and one observation.
     */
    private double variance(int stepsAhead) {
        double k = stepsAhead;
        return levelVariance
                + 2 * k * covariance
                + k * k * trendVariance
                + k * model.levelNoise
                + (k - 1) * k * (2 * k - 1) / 6 * model.trendNoise
                + model.observationNoise;
    }

    @Override
    public double last() {
        return last;
    }

    @Override
    public int points() {
        return points;
    }

    @Override
    public Predictor warmedUp() {
        return new KalmanPredictor(model, points, false, last, level, trend, levelVariance, covariance, trendVariance);
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot(
                KalmanFamily.NAME,
                List.of(
                        (double) model.layout(),
                        (double) points,
                        SnapshotNumbers.of(sawTraffic),
                        last,
                        level,
                        trend,
                        levelVariance,
                        covariance,
                        trendVariance));
    }
}
