package io.dynamoplanner.core.forecast;

/** Makes predictors of one kind with one set of parameters; the port that planner-predict implements. */
public interface PredictorFamily {

    /** Name as in {@code load_predictor}. */
    String name();

    /** A predictor that has seen nothing. */
    Predictor fresh();

    /**
     * The predictor that {@link Predictor#snapshot} described.
     *
     * @throws IllegalArgumentException if the snapshot is of another family or has the wrong count of numbers
     */
    Predictor restore(Snapshot snapshot);
}
