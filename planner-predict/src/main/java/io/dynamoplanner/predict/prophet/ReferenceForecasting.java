package io.dynamoplanner.predict.prophet;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.predict.ReferenceRelease;

/**
 * The reference's forecasts: the last values window by window, without gaps, on the time axis of a release. A window that
 * is not stored does not move the axis.
 */
final class ReferenceForecasting implements Forecasting {
    private static final int LEAST_POINTS = 5;

    private final boolean log1p;
    private final double windowSeconds;
    private final int history;
    private final ReferenceRelease release;

    ReferenceForecasting(boolean log1p, ProphetOptions options, ReferenceRelease release) {
        this.log1p = log1p;
        this.windowSeconds = options.windowSeconds();
        this.history = options.referenceHistory();
        this.release = release;
    }

    @Override
    public int layout() {
        return log1p ? 5 : 4;
    }

    @Override
    public History.Limits limits() {
        return new History.Limits(history, Math.max(2, history));
    }

    @Override
    public double clean(double value) {
        double finite = Double.isFinite(value) ? value : 0;
        return log1p ? Math.max(0, finite) : finite;
    }

    @Override
    public boolean knowsGaps() {
        return false;
    }

    @Override
    public Forecast fit(History stored, int points, double last) {
        double[] values = stored.values();
        if (values.length < LEAST_POINTS) {
            return Forecasting.tooFew(last, values.length, LEAST_POINTS);
        }
        if (isConstant(values)) {
            Prediction constant = new Prediction(clamped(last), 0, Prediction.Basis.MODEL);
            return stepsAhead -> constant;
        }
        TimeAxis axis = release.prophetAxis();
        double[] days = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            days[i] = axis.pointDay((long) points - values.length + i, windowSeconds);
            values[i] = log1p ? StrictMath.log1p(values[i]) : values[i];
        }
        Curve curve = CurveFit.REFERENCE.fit(new Series(days, values), axis.seasonClock());
        double lastDay = days[days.length - 1];
        return stepsAhead -> {
            double day = axis.forecastDay((long) points + stepsAhead - 1, windowSeconds);
            double raw = curve.at(day);
            double point = clamped(log1p ? StrictMath.expm1(raw) : raw);
            double sigma = curve.sigma(day - lastDay) * (log1p ? 1 + point : 1);
            return Double.isFinite(point)
                    ? new Prediction(point, Double.isFinite(sigma) ? sigma : 0, Prediction.Basis.MODEL)
                    : Prediction.lastValue(last, 0, "the curve leaves the range of numbers");
        };
    }

    private double clamped(double point) {
        return log1p || release.clampsAtZero() ? Math.max(0, point) : point;
    }

    private static boolean isConstant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }
}
