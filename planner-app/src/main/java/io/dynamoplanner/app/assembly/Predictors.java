package io.dynamoplanner.app.assembly;

import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.predict.KalmanParameters;
import io.dynamoplanner.predict.PredictorFamilies;
import io.dynamoplanner.predict.ReferenceRelease;

/** The load predictor that a configuration names. */
final class Predictors {
    private Predictors() {}

    /** Prophet, which this release does not have yet, is Kalman; the configuration has said so as a finding. */
    static PredictorFamily of(PlannerConfig config, Compatibility compatibility) {
        boolean log1p = config.get(ForecastFields.LOAD_PREDICTOR_LOG1P);
        String name = switch (config.get(ForecastFields.LOAD_PREDICTOR)) {
            case CONSTANT -> "constant";
            case ARIMA -> "arima";
            case KALMAN, PROPHET -> "kalman";
        };
        return compatibility == Compatibility.NONE || compatibility == Compatibility.V1_6
                ? PredictorFamilies.ours(name, log1p)
                : PredictorFamilies.reference(name, parameters(config), log1p, release(compatibility));
    }

    private static ReferenceRelease release(Compatibility compatibility) {
        return compatibility == Compatibility.V0_6 ? ReferenceRelease.BEFORE_0_8 : ReferenceRelease.BEFORE_1_6;
    }

    private static KalmanParameters parameters(PlannerConfig config) {
        return new KalmanParameters(
                config.get(ForecastFields.KALMAN_Q_LEVEL),
                config.get(ForecastFields.KALMAN_Q_TREND),
                config.get(ForecastFields.KALMAN_R),
                config.get(ForecastFields.KALMAN_MIN_POINTS));
    }
}
