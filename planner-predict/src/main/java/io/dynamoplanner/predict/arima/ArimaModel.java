package io.dynamoplanner.predict.arima;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.List;

/**
 * How forecasts come from the history: when an order is chosen, and what is fitted again when.
 *
 * <p>Immutable as seen from outside. A fit is worked out when it is first needed and kept in a volatile field; it depends on
 * the history alone, so two threads that both work it out write the same thing, and whether anybody asked does not show.
 */
interface ArimaModel {
    /** Why the last value is forecast. */
    String NO_FIT = "no order fits";

    /** Fewer values forecast the last value. */
    int leastPoints();

    /** Values that must be kept. */
    int mostKept();

    /** The model after one more value, which the history already holds. */
    ArimaModel observed();

    /** The model as it goes live after a warm-up. */
    ArimaModel warmedUp(ArimaHistory history);

    /** Forecast from at least {@link #leastPoints} values that are not all the same. */
    Prediction predict(ArimaHistory history, int stepsAhead);

    /** What cannot be worked out from the history again, as numbers. */
    List<Double> save(ArimaHistory history);

    /** A forecast of the filter in the unit of the series, or the last value if it is not finite. */
    static Prediction prediction(
            ArimaHistory history, ArimaFit.Forecast forecast, boolean log1p, boolean clampsAtZero) {
        double point = log1p ? StrictMath.expm1(forecast.mean()) : forecast.mean();
        point = clampsAtZero ? Math.max(0, point) : point;
        // The spread of a function is, to first order, the spread of its argument times the slope, here 1 + value.
        double sigma = log1p ? forecast.deviation() * (1 + point) : forecast.deviation();
        return Double.isFinite(point) && Double.isFinite(sigma)
                ? new Prediction(point, sigma, Prediction.Basis.MODEL)
                : Prediction.lastValue(history.last(), 0, "the forecast of the model is not finite");
    }
}
