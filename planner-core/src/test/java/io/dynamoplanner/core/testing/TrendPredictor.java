package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.List;

/** Continues the step between the last two values as a straight line, below zero if it leads there. */
public record TrendPredictor(double last, double step, int points) implements Predictor {

    public static final PredictorFamily FAMILY = new PredictorFamily() {
        @Override
        public String name() {
            return "trend";
        }

        @Override
        public Predictor fresh() {
            return new TrendPredictor(0, 0, 0);
        }

        @Override
        public Predictor restore(Snapshot snapshot) {
            List<Double> n = snapshot.numbers();
            return new TrendPredictor(n.get(0), n.get(1), n.get(2).intValue());
        }
    };

    @Override
    public Predictor observe(double value) {
        return new TrendPredictor(value, points == 0 ? 0 : value - last, points + 1);
    }

    @Override
    public Prediction predict(int stepsAhead) {
        return new Prediction(last + step * stepsAhead, 0, Prediction.Basis.MODEL);
    }

    @Override
    public Predictor warmedUp() {
        return this;
    }

    @Override
    public Snapshot snapshot() {
        return new Snapshot("trend", List.of(last, step, (double) points));
    }
}
