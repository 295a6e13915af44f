package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.BooleanType;
import io.dynamoplanner.data.config.type.ChoiceType;
import io.dynamoplanner.data.config.type.DecimalType;
import io.dynamoplanner.data.config.type.IntegerType;
import io.dynamoplanner.data.config.type.OptionalType;
import io.dynamoplanner.data.config.type.TextType;
import java.util.List;
import java.util.Optional;

/** How the load of the next window is forecast. */
public final class ForecastFields {
    private static final double LARGE = 1e12;

    public static final ConfigField<LoadPredictor> LOAD_PREDICTOR = ConfigField.of(
                    "load_predictor", ChoiceType.of(LoadPredictor.class))
            .in(Group.FORECAST)
            .initially(
                    LoadPredictor.AUTO,
                    "Family of the forecast."
                            + " `adaptive` weighs simple forecasts by their recent error; `auto` runs several predictors and"
                            + " answers by the best of late. Both are ours."
                            + " With `compatibility` other than none the default is `arima`, as in the reference.");

    public static final ConfigField<Optional<Double>> LOAD_QUANTILE = ConfigField.of(
                    "load_quantile", OptionalType.of(DecimalType.between(0.5, 0.999)))
            .in(Group.FORECAST)
            .ours()
            .initially(
                    Optional.empty(),
                    "Share of the requests that are to come in windows with no more load than replicas are sized for, where"
                            + " `attainment` of the requests are kept inside the targets; null: what goes with `attainment`, 0.55"
                            + " with 0.95 and 0.91 with 0.99 (85 and 97 % kept inside there), because most requests of a window with"
                            + " a little more load are served in time all the same. The margin over the forecast is learned from"
                            + " its errors. 0.5 is the point forecast.");

    public static final ConfigField<Boolean> LOAD_PREDICTOR_LOG1P = ConfigField.of(
                    "load_predictor_log1p", new BooleanType())
            .in(Group.FORECAST)
            .initially(false, "Forecast log(1 + load) and transform back.");

    public static final ConfigField<Integer> PROPHET_WINDOW_SIZE = ConfigField.of(
                    "prophet_window_size", IntegerType.between(1, 1_000_000))
            .in(Group.FORECAST)
            .flag("--load-prediction-window-size")
            .initially(
                    50,
                    "Windows of history that a prophet forecast is fitted to. Where it is not set and `compatibility` is none or 1.6,"
                            + " 15 days are kept, so that days and weeks are recognised; a planner that starts reads"
                            + " `forecast_history_seconds` of them.");

    public static final ConfigField<Optional<String>> LOAD_PREDICTOR_WARMUP_TRACE = ConfigField.of(
                    "load_predictor_warmup_trace", OptionalType.of(TextType.nonEmpty()))
            .in(Group.FORECAST)
            .initially(Optional.empty(), "Request trace (JSON lines) that the forecast learns from before it starts.");

    public static final ConfigField<Double> KALMAN_Q_LEVEL = ConfigField.of(
                    "kalman_q_level", DecimalType.between(0, LARGE))
            .in(Group.FORECAST)
            .initially(1.0, "Variance by which the level drifts from window to window.");

    public static final ConfigField<Double> KALMAN_Q_TREND = ConfigField.of(
                    "kalman_q_trend", DecimalType.between(0, LARGE))
            .in(Group.FORECAST)
            .initially(0.1, "Variance by which the trend drifts from window to window.");

    public static final ConfigField<Double> KALMAN_R = ConfigField.of("kalman_r", DecimalType.above(0, LARGE))
            .in(Group.FORECAST)
            .initially(10.0, "Variance of the measurement noise.");

    public static final ConfigField<Integer> KALMAN_MIN_POINTS = ConfigField.of(
                    "kalman_min_points", IntegerType.between(0, 1_000_000))
            .in(Group.FORECAST)
            .initially(5, "Windows of history that the filter needs before it is used. 0 acts as 1.");

    public static final ConfigField<Double> HISTORY_SECONDS = ConfigField.of(
                    "forecast_history_seconds",
                    DecimalType.between(0, 2_592_000).in("s"))
            .in(Group.FORECAST)
            .ours()
            .initially(
                    7200.0,
                    "Recorded traffic that the forecast learns from when the planner starts, up to 10,080 windows."
                            + " Windows that are missing from it keep their place.");

    private ForecastFields() {}

    static List<ConfigField<?>> all() {
        return List.of(
                LOAD_PREDICTOR,
                LOAD_QUANTILE,
                LOAD_PREDICTOR_LOG1P,
                PROPHET_WINDOW_SIZE,
                LOAD_PREDICTOR_WARMUP_TRACE,
                KALMAN_Q_LEVEL,
                KALMAN_Q_TREND,
                KALMAN_R,
                KALMAN_MIN_POINTS,
                HISTORY_SECONDS);
    }
}
