package io.dynamoplanner.metrics.report;

import java.util.List;

/**
 * What several predictors would have forecast on one recorded series, for reports.
 *
 * @param title name of the series
 * @param startSeconds start of the first scored window on the clock of the series, s
 * @param windowSeconds length of a window, s
 * @param horizon windows between the newest value seen and the one forecast, 1 for the next
 * @param actual request count of each scored window
 * @param predictors what each predictor did; at least one
 * @param recommended index of the predictor that is recommended
 * @param reason why it is, as one clause
 */
public record ForecastRecord(
        String title,
        double startSeconds,
        double windowSeconds,
        int horizon,
        List<Double> actual,
        List<Line> predictors,
        int recommended,
        String reason) {
    public ForecastRecord {
        actual = List.copyOf(actual);
        predictors = List.copyOf(predictors);
    }

    /** The predictor that is recommended. */
    public Line best() {
        return predictors.get(recommended);
    }

    /**
     * One predictor.
     *
     * @param name as on the command line
     * @param requestsError mean absolute error, requests per window
     * @param islError mean absolute error of the input length, tokens
     * @param oslError mean absolute error of the output length, tokens
     * @param loss weighted loss of counts and lengths, without a unit
     * @param covered90 share of the windows inside the upper 90 % bound
     * @param covered95 the same for 95 %
     * @param covered99 the same for 99 %
     * @param nanosPerWindow usual time to take in a window and forecast it
     * @param forecast request count forecast for each scored window
     * @param upper90 its upper 90 % bound
     */
    public record Line(
            String name,
            double requestsError,
            double islError,
            double oslError,
            double loss,
            double covered90,
            double covered95,
            double covered99,
            double nanosPerWindow,
            List<Double> forecast,
            List<Double> upper90) {
        public Line {
            forecast = List.copyOf(forecast);
            upper90 = List.copyOf(upper90);
        }
    }
}
