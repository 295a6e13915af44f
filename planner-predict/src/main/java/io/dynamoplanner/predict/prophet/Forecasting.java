package io.dynamoplanner.predict.prophet;

import io.dynamoplanner.core.forecast.Prediction;

/** What a predictor does with its history: the part in which ours and the reference differ. */
sealed interface Forecasting permits OurForecasting, ReferenceForecasting {

    /** First number of snapshots; tells apart predictors whose histories mean something else. */
    int layout();

    History.Limits limits();

    /** The value as it is stored. */
    double clean(double value);

    /** Whether windows that nobody knows move the time axis on. */
    boolean knowsGaps();

    /**
     * Fits a curve; the expensive step.
     *
     * @param history at least one known block
     * @param points values ever stored
     * @param last last stored value
     */
    Forecast fit(History history, int points, double last);

    /** Forecasts from one fit. Immutable. */
    interface Forecast {
        /** @param stepsAhead at least 1 */
        Prediction ahead(int stepsAhead);
    }

    /** The forecast of a history that is too short for a curve: its last value. */
    static Forecast tooFew(double last, int values, int needed) {
        Prediction prediction = Prediction.tooFew(last, values, needed);
        return stepsAhead -> prediction;
    }
}
