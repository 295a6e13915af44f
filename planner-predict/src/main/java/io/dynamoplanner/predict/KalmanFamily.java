package io.dynamoplanner.predict;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.Objects;

/**
 * The reference's Kalman predictor: a local linear trend with fixed noise, see {@link KalmanPredictor}.
 *
 * @param parameters noise and minimum of points
 * @param log1p whether the filter runs on {@code log(1 + value)}; negative values then count as 0
 * @param clampsAtZero whether a raw forecast below zero is reported as 0
 * @param honoursMinPoints whether the minimum of points has an effect
 * @param idleSkip which leading zeros are dropped
 */
public record KalmanFamily(
        KalmanParameters parameters, boolean log1p, boolean clampsAtZero, boolean honoursMinPoints, IdleSkip idleSkip)
        implements PredictorFamily {
    static final String NAME = "kalman";

    public KalmanFamily {
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(idleSkip, "idleSkip");
    }

    public static KalmanFamily of(KalmanParameters parameters, boolean log1p, ReferenceRelease release) {
        return new KalmanFamily(
                parameters, log1p, release.clampsAtZero(), release.honoursMinPoints(), release.idleSkip());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Predictor fresh() {
        return KalmanPredictor.fresh(new KalmanPredictor.Model(this));
    }

    @Override
    public Predictor restore(Snapshot snapshot) {
        return KalmanPredictor.restore(new KalmanPredictor.Model(this), snapshot);
    }
}
