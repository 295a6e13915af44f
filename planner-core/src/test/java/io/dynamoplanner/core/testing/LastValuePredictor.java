package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.List;

/** Expects the last value, with a fixed spread. Leading zeros are skipped. */
public record LastValuePredictor(double last, int points, double sigma) implements Predictor {

    /** Predictors whose errors have this standard deviation. */
    public static PredictorFamily family(double sigma) {
        return new PredictorFamily() {
            @Override
            public String name() {
                return "last-value";
            }

            @Override
            public Predictor fresh() {
                return new LastValuePredictor(0, 0, sigma);
            }

            @Override
            public Predictor restore(Snapshot snapshot) {
                return new LastValuePredictor(
                        snapshot.numbers().get(0), snapshot.numbers().get(1).intValue(), sigma);
            }
        };
    }

    @Override
    public Predictor observe(double value) {
        return points == 0 && value == 0 ? this : new LastValuePredictor(value, points + 1, sigma);
    }

    @Override
    public Prediction predict(int stepsAhead) {
        return points == 0
                ? new Prediction(0, 0, Prediction.Basis.NO_DATA)
                : new Prediction(last, sigma, Prediction.Basis.LAST_VALUE);
    }

    @Override
    public Predictor warmedUp() {
        return this;
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot("last-value", List.of(last, (double) points));
    }
}
