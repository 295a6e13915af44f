package io.dynamoplanner.core.forecast;

import java.util.Optional;

/**
 * A load predictor for one series, as an immutable value: {@link #observe} returns a new predictor and leaves this one
 * as it was. Asking for a forecast changes nothing, so a what-if, a replay and a hand-over are the same operation.
 *
 * <p>Implementations hold no clock, no thread and no random of their own. They accept any finite value; they never
 * throw, and what they forecast is finite.
 */
public interface Predictor {

    /** The predictor after one more window of the grid with this value. What is no finite number counts as 0; leading zeros are skipped. */
    Predictor observe(double value);

    /**
     * The predictor after windows of the grid whose value nobody knows. A predictor that knows no seasons forgets nothing and
     * learns nothing from them.
     *
     * @param windows how many, not negative
     */
    default Predictor missed(long windows) {
        return this;
    }

    /**
     * The forecast for the window {@code stepsAhead} windows after the last one observed.
     *
     * @param stepsAhead 1 for the next window; at least 1
     */
    Prediction predict(int stepsAhead);

    /** Last stored value, 0 if none. */
    double last();

    /** Number of stored values (skipped leading zeros do not count). */
    int points();

    /**
     * The predictor as it goes live after a warm-up: what it has learned stays, but zeros are skipped again until the
     * first non-zero value, because an idle start says nothing about the load.
     */
    Predictor warmedUp();

    /**
     * Name of the predictor that answers, where this one chooses among several; empty where the name of the family says it
     * all. What stands in for a model that has no answer, and why, is on the {@link Prediction}. For readers only: nothing
     * is decided by it.
     */
    default Optional<String> choice() {
        return Optional.empty();
    }

    /** Everything {@link PredictorFamily#restore} needs to go on, bit for bit. */
    Snapshot snapshot();
}
