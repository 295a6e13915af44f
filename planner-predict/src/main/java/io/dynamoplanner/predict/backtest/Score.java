package io.dynamoplanner.predict.backtest;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.List;

/**
 * What one predictor would have forecast, and how wrong that was.
 *
 * @param name of the contender
 * @param requestsError mean absolute error of the request count, requests per window
 * @param islError mean absolute error of the mean input length, tokens, over windows with requests
 * @param oslError mean absolute error of the mean output length, tokens, over windows with requests
 * @param loss mean of {@link ForecastLoss}
 * @param covered90 share of the windows whose request count did not exceed the forecast's upper 90 % bound
 * @param covered95 the same for 95 %
 * @param covered99 the same for 99 %
 * @param nanosPerWindow median of the times to take in one window and forecast it, three series together; 0 if nobody
 *     measured
 * @param requests forecast of the request count per scored window, in order
 * @param choice what a predictor that chooses among others had chosen in the end; empty for others
 */
public record Score(
        String name,
        double requestsError,
        double islError,
        double oslError,
        double loss,
        double covered90,
        double covered95,
        double covered99,
        double nanosPerWindow,
        List<Prediction> requests,
        String choice) {
    public Score {
        requests = List.copyOf(requests);
    }
}
