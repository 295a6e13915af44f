package io.dynamoplanner.predict.backtest;

import io.dynamoplanner.core.forecast.PredictorFamily;

/**
 * A predictor in a back-test.
 *
 * @param name what the results call it; families of one name can differ in their parameters
 * @param repeatsLengths whether a window without requests has it learn the lengths last seen once more, as the reference
 *     does; otherwise it learns nothing of lengths there
 */
public record Contender(String name, PredictorFamily family, boolean repeatsLengths) {
    /** One that learns nothing of lengths where there are none. */
    public Contender(String name, PredictorFamily family) {
        this(name, family, false);
    }
}
