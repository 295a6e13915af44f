package io.dynamoplanner.predict.backtest;

import io.dynamoplanner.core.traffic.TrafficSample;

/**
 * How bad a forecast of count and lengths is for a planner, as one number without a unit.
 *
 * <p>An error is the distance of the logarithms, {@code |log(1 + forecast) - log(1 + actual)|}: 10 % too few cost about as much as 10 %
 * too many, at any size. What sizes prefill is the input tokens of the window and what sizes decode the output tokens, so these two
 * products weigh four tenths each; the lengths alone weigh one tenth each. These are the weights by which the reference chooses among
 * its predictors, so figures can be compared.
 */
public final class ForecastLoss {
    private static final double TOKENS = 0.4;
    private static final double LENGTH = 0.1;

    private ForecastLoss() {}

    /** The loss of one window; negative forecasts count as 0. */
    public static double of(TrafficSample forecast, TrafficSample actual) {
        return TOKENS * error(forecast.requests() * forecast.isl(), actual.requests() * actual.isl())
                + TOKENS * error(forecast.requests() * forecast.osl(), actual.requests() * actual.osl())
                + LENGTH * error(forecast.isl(), actual.isl())
                + LENGTH * error(forecast.osl(), actual.osl());
    }

    private static double error(double forecast, double actual) {
        return Math.abs(StrictMath.log1p(Math.max(0, forecast)) - StrictMath.log1p(Math.max(0, actual)));
    }
}
