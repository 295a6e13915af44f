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
    KALMAN
}
