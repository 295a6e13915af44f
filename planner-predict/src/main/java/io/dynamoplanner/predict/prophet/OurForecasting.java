package io.dynamoplanner.predict.prophet;

import io.dynamoplanner.core.forecast.Prediction;

/**
 * Our forecasts: the curve where it will be, and what lasts of the newest residual.
 *
 * <p><b>History.</b> Two weeks and a day by default, in at most 2,016 blocks, so that a day and a week are seen twice and a fit
 * stays a matter of a millisecond or two. Unknown windows are gaps in it, not values.
 *
 * <p><b>Bounds.</b> A trend goes on for ever, a load does not. A forecast is never below 0, and never further outside of the range
 * of the history than that range is wide; in log space a bend at the end may otherwise ask for any number.
 */
final class OurForecasting implements Forecasting {
    private static final int MOST_BLOCKS = 2016;
    private static final int LEAST_POINTS = 5;
    private static final double SECONDS_PER_DAY = 86_400;
    /** Values above are cut; their squares would not be finite. */
    private static final double LARGEST_VALUE = 1e140;

    private final boolean log1p;
    private final double windowDays;
    private final int history;

    OurForecasting(boolean log1p, ProphetOptions options) {
        this.log1p = log1p;
        this.windowDays = options.windowSeconds() / SECONDS_PER_DAY;
        this.history = options.ourHistory();
    }

    @Override
    public int layout() {
        return log1p ? 3 : 2;
    }

    @Override
    public History.Limits limits() {
        return new History.Limits(history, MOST_BLOCKS);
    }

    @Override
    public double clean(double value) {
        // A NaN fails the comparisons as well and counts as 0.
        return value > 0 && value <= Double.MAX_VALUE ? Math.min(value, LARGEST_VALUE) : 0;
    }

    @Override
    public boolean knowsGaps() {
        return true;
    }

    @Override
    public Forecast fit(History stored, int points, double last) {
        double[] values = stored.values();
        if (values.length < LEAST_POINTS) {
            return Forecasting.tooFew(last, values.length, LEAST_POINTS);
        }
        double least = values[0];
        double most = values[0];
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (least == most) {
            Prediction constant = new Prediction(most, 0, Prediction.Basis.MODEL);
            return stepsAhead -> constant;
        }
        double[] days = stored.positions();
        double newestPosition = days[days.length - 1];
        for (int i = 0; i < values.length; i++) {
            days[i] *= windowDays;
            values[i] = log1p ? StrictMath.log1p(values[i]) : values[i];
        }
        Series series = new Series(days, values);
        Curve curve = CurveFit.OURS.fit(series, Seasons.Clock.RIGHT);
        Persistence persistence = Persistence.of(series, curve);
        double lowest = Math.max(0, least - (most - least));
        double highest = most + (most - least);
        int windows = stored.windows();
        int stride = stored.stride();
        return stepsAhead -> {
            double position = (double) windows - 1 + stepsAhead;
            double ahead = position - newestPosition;
            double raw = curve.at(position * windowDays) + persistence.left(ahead / stride);
            double value = log1p ? StrictMath.expm1(raw) : raw;
            if (Double.isNaN(value)) {
                return Prediction.lastValue(last, 0, "the curve leaves the range of numbers");
            }
            double point = Math.max(lowest, Math.min(highest, value));
            double spread = curve.sigma(persistence.spread(ahead / stride), ahead * windowDays);
            double sigma = Math.min(highest, spread * (log1p ? 1 + point : 1));
            return new Prediction(point, Double.isFinite(sigma) ? sigma : highest, Prediction.Basis.MODEL);
        };
    }
}
