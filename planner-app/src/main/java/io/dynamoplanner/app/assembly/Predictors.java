package io.dynamoplanner.app.assembly;

import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.config.LoadPredictor;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.predict.KalmanParameters;
import io.dynamoplanner.predict.PredictorFamilies;
import io.dynamoplanner.predict.ReferenceRelease;

/** The load predictor that a configuration names. */
final class Predictors {
    private Predictors() {}

    /** Predictors that this release does not have yet are Kalman; the configuration has said so as a finding. */
    static PredictorFamily of(PlannerConfig config, Compatibility compatibility) {
        boolean log1p = config.get(ForecastFields.LOAD_PREDICTOR_LOG1P);
        String name = config.get(ForecastFields.LOAD_PREDICTOR) == LoadPredictor.CONSTANT ? "constant" : "kalman";
        return switch (compatibility) {
            case NONE -> PredictorFamilies.ours(name, log1p);
            case V1_6 -> PredictorFamilies.reference(name, parameters(config), log1p, ReferenceRelease.FROM_1_6);
            case V0_6, V1_0, V1_1, V1_5 ->
                PredictorFamilies.reference(name, parameters(config), log1p, ReferenceRelease.BEFORE_1_6);
        };
    }

    private static KalmanParameters parameters(PlannerConfig config) {
        return new KalmanParameters(
                config.get(ForecastFields.KALMAN_Q_LEVEL),
                config.get(ForecastFields.KALMAN_Q_TREND),
                config.get(ForecastFields.KALMAN_R),
                config.get(ForecastFields.KALMAN_MIN_POINTS));
    }
}
