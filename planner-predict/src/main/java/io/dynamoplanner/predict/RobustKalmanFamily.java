package io.dynamoplanner.predict;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;

/**
 * Our Kalman predictor, the default: it learns its noise from its errors, see {@link RobustKalmanPredictor}. There is
 * nothing to tune; it serves request counts and token lengths alike, because it has no scale of its own.
 *
 * <p>Leading zeros are dropped until the first traffic, and again after a warm-up.
 *
 * @param log1p whether level and trend are kept in {@code log(1 + value)}, so that growth is a factor
 */
public record RobustKalmanFamily(boolean log1p) implements PredictorFamily {
    @Override
    public String name() {
        return KalmanFamily.NAME;
    }

    @Override
    public Predictor fresh() {
        return RobustKalmanPredictor.fresh(log1p);
    }

    @Override
    public Predictor restore(Snapshot snapshot) {
        return RobustKalmanPredictor.restore(log1p, snapshot);
    }
}
