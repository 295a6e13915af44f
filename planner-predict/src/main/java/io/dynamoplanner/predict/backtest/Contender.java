package io.dynamoplanner.predict.backtest;

import io.dynamoplanner.core.forecast.PredictorFamily;

/**
 * A predictor in a back-test.
 *
 * @param name what the results call it; families of one name can differ in their parameters
 */
public record Contender(String name, PredictorFamily family) {}
