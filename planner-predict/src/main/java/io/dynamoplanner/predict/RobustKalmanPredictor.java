package io.dynamoplanner.predict;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.List;

/**
 * A local linear trend in its steady state, with gain, damping and spread learned from the one-step errors.
 *
 * <p><b>Why steady state.</b> With constant noise the covariance of a Kalman filter settles within a few windows, and
 * from there on only the gains matter: level gain {@code g} and trend gain {@code g·b}. They depend on the ratio of the
 * noises alone, so a filter that holds the gain itself needs no scale. Two points give the first level, half their
 * difference the first trend, their squared difference the first variance.
 *
 * <p><b>Gain.</b> The errors of the right filter are white. If successive errors have the same sign the filter lags and the
 * gain grows; if they alternate it chases noise and the gain shrinks. Each window moves the gain by a small multiple of
 * the product of the last two errors, both in standard deviations. The damping of the trend learns in the same way: it
 * grows when the trend pointed to where the error was. On a random walk this ends near the last value, on a ramp near an
 * undamped trend, on noise around a mean near the mean.
 *
 * <p><b>Spikes and steps.</b> An error beyond four standard deviations is cut there, so a single strange window moves little.
 * A second one in the same direction is a new level, not a spike: the filter starts again at it, without a trend. So it does
 * at once when a value exceeds the recent maximum fourfold, as the first traffic after a long idle time does: there a
 * window lost costs more than a spike believed.
 *
 * <p><b>Spread.</b> The variance is an exponentially weighted mean of the squared (cut) errors in the unit of the series.
 * Errors of a load are skewed and heavy-tailed, so the spread is calibrated: after each window that exceeds {@code point +
 * 1.2816 sigma} a factor grows by 1.8 %, after each other window it shrinks by 0.2 %. It rests where one window in ten
 * exceeds, whatever the distribution. For several windows ahead the errors of the windows between add up: each enters the
 * later level with the level gain plus the damped trend gains since.
 *
 * <p><b>Bounds.</b> A forecast is never negative, and never above twice the recent maximum, which fades by 2 % a window; a
 * straight line through two non-negative points stays below that for one step. Where a bound holds, the trend that led
 * there is dropped. Beyond one window the trend is damped by at least a tenth per window.
 */
final class RobustKalmanPredictor implements Predictor {
    private static final int NUMBERS = 13;

    private static final double FIRST_GAIN = 0.5;
    private static final double LEAST_GAIN = 0.05;
    private static final double TREND_GAIN = 0.2;
    private static final double FIRST_DAMPING = 0.9;
    /** How far a product of two errors, in standard deviations, moves gain and damping. */
    private static final double LEARNING_RATE = 0.05;
    /** Larger scaled errors teach no more than this, so that one window cannot turn the gain over. */
    private static final double MOST_TAUGHT = 2;

    private static final double CUT = 4;
    /** A value beyond this multiple of the recent maximum is a new load at once. */
    private static final double NEW_LOAD = 4;

    /** After a constant stretch the spread is almost 0; the cut is never tighter than for a spread of 2 % of the maximum. */
    private static final double LEAST_SPREAD = 0.02;
    /** The newest squared error weighs 5 %: the spread is that of the last twenty windows or so. */
    private static final double ERROR_WEIGHT = 0.05;

    private static final double Z90 = 1.2816;
    private static final double CALIBRATION_RATE = 0.02;
    private static final double WIDEN = StrictMath.exp(CALIBRATION_RATE * 0.9);
    private static final double NARROW = StrictMath.exp(-CALIBRATION_RATE * 0.1);
    private static final double NARROWEST = 0.5;
    private static final double WIDEST = 4;

    private static final double MAX_FADING = 0.98;
    private static final double MOST_OF_RECENT_MAX = 2;
    private static final double MOST_DAMPING_AHEAD = 0.9;
    /** Windows after which a trend damped by a tenth each has less than 0.2 % left. */
    private static final int LAST_DAMPED_STEP = 64;
    /** Values above are cut; their squares would not be finite. */
    private static final double LARGEST_VALUE = 1e140;

    private final boolean log1p;
    private final boolean sawTraffic;
    private final int points;
    /** Direction of an error that was cut in the last window: 1 up, -1 down, 0 none. */
    private final int cut;

    private final double last;
    /** Level and trend: of the values, or of {@code log(1 + value)}. */
    private final double level;

    private final double trend;
    private final double gain;
    private final double damping;
    /** Error of the last window in standard deviations. */
    private final double lastError;
    /** Mean squared error, in squares of the unit of the series. */
    private final double variance;

    private final double calibration;
    private final double recentMax;

    private RobustKalmanPredictor(
            boolean log1p,
            boolean sawTraffic,
            int points,
            int cut,
            double last,
            double level,
            double trend,
            double gain,
            double damping,
            double lastError,
            double variance,
            double calibration,
            double recentMax) {
        this.log1p = log1p;
        this.sawTraffic = sawTraffic;
        this.points = points;
        this.cut = cut;
        this.last = last;
        this.level = level;
        this.trend = trend;
        this.gain = gain;
        this.damping = damping;
        this.lastError = lastError;
        this.variance = variance;
        this.calibration = calibration;
        this.recentMax = recentMax;
    }

    static RobustKalmanPredictor fresh(boolean log1p) {
        return new RobustKalmanPredictor(log1p, false, 0, 0, 0, 0, 0, FIRST_GAIN, FIRST_DAMPING, 0, 0, 1, 0);
    }

    static RobustKalmanPredictor restore(boolean log1p, Snapshot snapshot) {
        SnapshotNumbers numbers = new SnapshotNumbers(snapshot, KalmanFamily.NAME, layout(log1p), NUMBERS);
        return new RobustKalmanPredictor(
                log1p,
                numbers.flag(),
                numbers.integer(),
                numbers.integer(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real(),
                numbers.real());
    }

    @Override
    public Predictor observe(double value) {
        // A NaN fails the comparisons as well and counts as 0.
        double y = value > 0 && value <= Double.MAX_VALUE ? Math.min(value, LARGEST_VALUE) : 0;
        if (IdleSkip.UNTIL_FIRST_TRAFFIC.drops(y, points, sawTraffic)) {
            return this;
        }
        if (points < 2) {
            return begin(y);
        }
        double change = damping * trend;
        double priorLevel = level + change;
        double prior = fromFilter(priorLevel);
        double bound = MOST_OF_RECENT_MAX * recentMax;
        if (prior < 0) {
            prior = 0;
            priorLevel = 0;
            change = Math.max(0, change);
        } else if (prior > bound) {
            prior = bound;
            priorLevel = toFilter(bound);
            change = Math.min(0, change);
        }

        double spread = Math.sqrt(variance);
        double limit = CUT * Math.max(spread, LEAST_SPREAD * recentMax);
        double error = Math.max(-limit, Math.min(limit, y - prior));
        int direction = y - prior > limit ? 1 : y - prior < -limit ? -1 : 0;
        boolean newLevel = direction != 0 && (direction == cut || y > NEW_LOAD * recentMax);
        // What the spread learns from: a step is an error in full, a spike only as far as it is believed.
        double counted = newLevel ? y - prior : error;

        double innovation = log1p ? toFilter(Math.max(0, prior + error)) - priorLevel : error;
        double nextGain = gain;
        double nextDamping = damping;
        double scaled = 0;
        if (spread > 0) {
            scaled = limited(error / spread);
            nextGain = within(LEAST_GAIN, 1, gain + LEARNING_RATE * scaled * lastError);
            double slope = log1p ? trend * (1 + prior) : trend;
            nextDamping = within(0, 1, damping + LEARNING_RATE * scaled * limited(slope / spread));
        }
        double weight = Math.max(ERROR_WEIGHT, 1.0 / (points + 1));
        return new RobustKalmanPredictor(
                log1p,
                true,
                points + 1,
                newLevel ? 0 : direction,
                y,
                newLevel ? toFilter(y) : priorLevel + gain * innovation,
                newLevel ? 0 : change + gain * TREND_GAIN * innovation,
                nextGain,
                nextDamping,
                scaled,
                variance + weight * (counted * counted - variance),
                y > prior + Z90 * calibration * spread
                        ? Math.min(WIDEST, calibration * WIDEN)
                        : Math.max(NARROWEST, calibration * NARROW),
                Math.max(y, MAX_FADING * recentMax));
    }

    private RobustKalmanPredictor begin(double y) {
        double z = toFilter(y);
        double step = y - last;
        return new RobustKalmanPredictor(
                log1p,
                true,
                points + 1,
                0,
                y,
                z,
                points == 0 ? 0 : (z - level) / 2,
                gain,
                damping,
                0,
                points == 0 ? 0 : step * step,
                calibration,
                Math.max(y, MAX_FADING * recentMax));
    }

    @Override
    public Prediction predict(int stepsAhead) {
        if (stepsAhead < 1) {
            throw new IllegalArgumentException("stepsAhead must be at least 1, not " + stepsAhead);
        }
        if (points < 2) {
            return points == 0 ? new Prediction(last, 0, Prediction.Basis.NO_DATA) : Prediction.tooFew(last, points, 2);
        }
        double change = damping * trend;
        double ahead = level + change;
        double spread = 1;
        if (stepsAhead > 1) {
            double dampingAhead = Math.min(damping, MOST_DAMPING_AHEAD);
            double entering = gain;
            double trendEntering = gain * TREND_GAIN * damping;
            int damped = Math.min(stepsAhead, LAST_DAMPED_STEP);
            for (int k = 2; k <= damped; k++) {
                change *= dampingAhead;
                ahead += change;
                entering += trendEntering;
                trendEntering *= dampingAhead;
                spread += entering * entering;
            }
            spread += (stepsAhead - damped) * entering * entering;
        }
        double point = within(0, MOST_OF_RECENT_MAX * recentMax, fromFilter(ahead));
        return new Prediction(point, calibration * Math.sqrt(variance * spread), Prediction.Basis.MODEL);
    }

    private double toFilter(double value) {
        return log1p ? StrictMath.log1p(value) : value;
    }

    private double fromFilter(double filtered) {
        return log1p ? StrictMath.expm1(filtered) : filtered;
    }

    private static double limited(double scaledError) {
        return within(-MOST_TAUGHT, MOST_TAUGHT, scaledError);
    }

    private static double within(double least, double most, double value) {
        return Math.max(least, Math.min(most, value));
    }

    /** Snapshots of the reference's filters, and of the raw and the logarithmic one, must not be mixed up. */
    private static int layout(boolean log1p) {
        return log1p ? 5 : 4;
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
        return new RobustKalmanPredictor(
                log1p,
                false,
                points,
                cut,
                last,
                level,
                trend,
                gain,
                damping,
                lastError,
                variance,
                calibration,
                recentMax);
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot(
                KalmanFamily.NAME,
                List.of(
                        (double) layout(log1p),
                        SnapshotNumbers.of(sawTraffic),
                        (double) points,
                        (double) cut,
                        last,
                        level,
                        trend,
                        gain,
                        damping,
                        lastError,
                        variance,
                        calibration,
                        recentMax));
    }
}
