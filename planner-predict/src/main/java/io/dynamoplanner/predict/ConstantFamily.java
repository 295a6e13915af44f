package io.dynamoplanner.predict;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.List;
import java.util.Objects;

/**
 * The forecast is the last value, in every release of the reference and here.
 *
 * <p>Last value is the best forecast of a random walk, so the spread is that of one: the exponentially weighted mean of
 * the squared steps, growing with the square root of the horizon.
 *
 * @param idleSkip which leading zeros are dropped
 */
public record ConstantFamily(IdleSkip idleSkip) implements PredictorFamily {
    static final String NAME = "constant";

    private static final int LAYOUT = 1;
    /** The newest step weighs 5 %: the spread is that of the last twenty windows or so. */
    private static final double STEP_WEIGHT = 0.05;

    public ConstantFamily {
        Objects.requireNonNull(idleSkip, "idleSkip");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Predictor fresh() {
        return new LastValue(idleSkip, 0, false, 0, 0);
    }

    @Override
    public Predictor restore(Snapshot snapshot) {
        SnapshotNumbers numbers = new SnapshotNumbers(snapshot, NAME, LAYOUT, 5);
        return new LastValue(idleSkip, numbers.integer(), numbers.flag(), numbers.real(), numbers.real());
    }

    /** @param meanSquare exponentially weighted mean of the squared steps between stored values */
    private record LastValue(IdleSkip idleSkip, int points, boolean sawTraffic, double last, double meanSquare)
            implements Predictor {

        @Override
        public Predictor observe(double value) {
            double clean = Double.isFinite(value) ? value : 0;
            if (idleSkip.drops(clean, points, sawTraffic)) {
                return this;
            }
            double step = clean - last;
            double weight = Math.max(STEP_WEIGHT, 1.0 / Math.max(1, points));
            double mean = points == 0 ? 0 : meanSquare + weight * (step * step - meanSquare);
            return new LastValue(idleSkip, points + 1, sawTraffic || clean != 0, clean, mean);
        }

        @Override
        public Prediction predict(int stepsAhead) {
            if (stepsAhead < 1) {
                throw new IllegalArgumentException("stepsAhead must be at least 1, not " + stepsAhead);
            }
            if (points == 0) {
                return new Prediction(0, 0, Prediction.Basis.NO_DATA);
            }
            double sigma = Math.sqrt(meanSquare * stepsAhead);
            return new Prediction(last, Double.isFinite(sigma) ? sigma : 0, Prediction.Basis.MODEL);
        }

        @Override
        public Predictor warmedUp() {
            return new LastValue(idleSkip, points, false, last, meanSquare);
        }

        @Override
        public Snapshot snapshot() {
            return new Snapshot(
                    NAME, List.of((double) LAYOUT, (double) points, SnapshotNumbers.of(sawTraffic), last, meanSquare));
        }
    }
}
