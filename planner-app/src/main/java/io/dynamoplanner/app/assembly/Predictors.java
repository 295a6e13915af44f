package io.dynamoplanner.app.assembly;

import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.CompatibilityFields;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.config.LoadPredictor;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.predict.KalmanParameters;
import io.dynamoplanner.predict.PredictorFamilies;
import io.dynamoplanner.predict.ReferenceRelease;
import io.dynamoplanner.predict.prophet.ProphetOptions;
import java.time.Duration;
import java.util.Optional;

/** The load predictor that a configuration names. */
final class Predictors {
    private Predictors() {}

    static PredictorFamily of(PlannerConfig config, Compatibility compatibility) {
        boolean log1p = config.get(ForecastFields.LOAD_PREDICTOR_LOG1P);
        LoadPredictor predictor = config.get(ForecastFields.LOAD_PREDICTOR);
        ProphetOptions prophet = prophet(config);
        boolean onlyOurs = predictor == LoadPredictor.ADAPTIVE || predictor == LoadPredictor.AUTO;
        boolean asked = compatibility == config.get(CompatibilityFields.COMPATIBILITY);
        if (onlyOurs && asked) {
            // no release of the reference has them; who names them wants ours
            return PredictorFamilies.ours(predictor.spelling(), log1p, prophet);
        }
        // who is only compared with ours runs with its own default
        String name = (onlyOurs ? LoadPredictor.ARIMA : predictor).spelling();
        return switch (compatibility) {
            case NONE -> PredictorFamilies.ours(name, log1p, prophet);
            case V0_6 -> reference(name, config, ReferenceRelease.BEFORE_0_8, prophet);
            case V1_0 -> reference(name, config, ReferenceRelease.BEFORE_1_1, prophet);
            case V1_1, V1_5 -> reference(name, config, ReferenceRelease.BEFORE_1_6, prophet);
            case V1_6 -> reference(name, config, ReferenceRelease.FROM_1_6, prophet);
        };
    }

    private static PredictorFamily reference(
            String name, PlannerConfig config, ReferenceRelease release, ProphetOptions prophet) {
        return PredictorFamilies.reference(
                name, parameters(config), config.get(ForecastFields.LOAD_PREDICTOR_LOG1P), release, prophet);
    }

    /** The default size is that of the reference, so only a size that somebody has set is passed on. */
    private static ProphetOptions prophet(PlannerConfig config) {
        return new ProphetOptions(
                Duration.ofSeconds(config.get(PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS)),
                config.origin(ForecastFields.PROPHET_WINDOW_SIZE).isGiven()
                        ? Optional.of(config.get(ForecastFields.PROPHET_WINDOW_SIZE))
                        : Optional.empty());
    }

    private static KalmanParameters parameters(PlannerConfig config) {
        return new KalmanParameters(
                config.get(ForecastFields.KALMAN_Q_LEVEL),
                config.get(ForecastFields.KALMAN_Q_TREND),
                config.get(ForecastFields.KALMAN_R),
                config.get(ForecastFields.KALMAN_MIN_POINTS));
    }
}
