package io.dynamoplanner.app.assembly;

import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.config.LoadPredictor;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.predict.KalmanParameters;
import io.dynamoplanner.predict.PredictorFamilies;
import io.dynamoplanner.predict.ReferenceRelease;
import java.time.Duration;

/** The load predictor that a configuration names. */
final class Predictors {
    private Predictors() {}

    /** Predictors that this release does not have yet are Kalman; the configuration has said so as a finding. */
    static PredictorFamily of(PlannerConfig config, Compatibility compatibility) {
        boolean log1p = config.get(ForecastFields.LOAD_PREDICTOR_LOG1P);
        LoadPredictor predictor = config.get(ForecastFields.LOAD_PREDICTOR);
        if (predictor == LoadPredictor.ADAPTIVE || predictor == LoadPredictor.AUTO) {
            // No release of the reference has them; who names them wants ours.
            int seconds = config.get(PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS);
            return PredictorFamilies.ours(predictor.spelling(), log1p, Duration.ofSeconds(seconds));
        }
        String name = predictor == LoadPredictor.CONSTANT ? "constant" : "kalman";
        return compatibility == Compatibility.NONE || compatibility == Compatibility.V1_6
                ? PredictorFamilies.ours(name, log1p)
                : PredictorFamilies.reference(name, parameters(config), log1p, ReferenceRelease.BEFORE_1_6);
    }

    private static KalmanParameters parameters(PlannerConfig config) {
        return new KalmanParameters(
                config.get(ForecastFields.KALMAN_Q_LEVEL),
                config.get(ForecastFields.KALMAN_Q_TREND),
                config.get(ForecastFields.KALMAN_R),
                config.get(ForecastFields.KALMAN_MIN_POINTS));
    }
}
