package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Choice;

/** Families of load forecasts. */
public enum LoadPredictor implements Choice {
    /** The last value. */
    CONSTANT,
    /** Autoregressive moving averages. */
    ARIMA,
    /** Trend and seasons. */
    PROPHET,
    /** Local linear trend. */
    KALMAN,
    /** Simple forecasts, weighted by how right they were lately. */
    ADAPTIVE,
    /** Several predictors side by side, of which the best of late answers. */
    AUTO
}
