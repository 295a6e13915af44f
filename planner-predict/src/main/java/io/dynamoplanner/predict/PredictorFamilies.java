package io.dynamoplanner.predict;

import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.predict.adaptive.AdaptiveFamily;
import io.dynamoplanner.predict.arima.ArimaFamily;
import io.dynamoplanner.predict.auto.AutoFamily;
import io.dynamoplanner.predict.prophet.ProphetFamily;
import io.dynamoplanner.predict.prophet.ProphetOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Predictors by the name that a configuration gives them. */
public final class PredictorFamilies {
    private static final List<String> KNOWN = List.of(
            ConstantFamily.NAME,
            KalmanFamily.NAME,
            ArimaFamily.NAME,
            ProphetFamily.NAME,
            AdaptiveFamily.NAME,
            AutoFamily.NAME);
    /** Values that the first releases fit their models to unless told otherwise. */
    private static final int WINDOW = 50;

    private PredictorFamilies() {}

    /** Names that {@link #ours(String, boolean, Duration)} knows. */
    public static List<String> known() {
        return KNOWN;
    }

    /**
     * The predictors that are used when no compatibility is asked for.
     *
     * @throws IllegalArgumentException if the name is not known
     */
    public static PredictorFamily ours(String name, boolean log1p) {
        return ours(name, log1p, ProphetOptions.DEFAULT);
    }

    /**
     * The same with windows of another length or another history for the predictors that need to know them.
     *
     * @throws IllegalArgumentException if the name is not known
     */
    public static PredictorFamily ours(String name, boolean log1p, ProphetOptions prophet) {
        return switch (name) {
            case ConstantFamily.NAME -> new ConstantFamily(IdleSkip.UNTIL_FIRST_TRAFFIC);
            case KalmanFamily.NAME -> new RobustKalmanFamily(log1p);
            case ProphetFamily.NAME -> ProphetFamily.ours(log1p, prophet);
            case ArimaFamily.NAME -> ArimaFamily.ours(log1p);
            case AdaptiveFamily.NAME -> new AdaptiveFamily(prophet.window());
            case AutoFamily.NAME -> auto(prophet.window());
            default -> throw unknown(name);
        };
    }

    /**
     * The same with windows of another length.
     *
     * @throws IllegalArgumentException if the name is not known
     */
    public static PredictorFamily ours(String name, boolean log1p, Duration window) {
        return ours(name, log1p, new ProphetOptions(window, Optional.empty()));
    }

    /** What is cheap enough to run side by side in every window. The first answers until another one has proved better. */
    private static PredictorFamily auto(Duration window) {
        return new AutoFamily(List.of(
                new AutoFamily.Candidate(AdaptiveFamily.NAME, new AdaptiveFamily(window)),
                new AutoFamily.Candidate(ConstantFamily.NAME, ours(ConstantFamily.NAME, false)),
                new AutoFamily.Candidate(KalmanFamily.NAME, ours(KalmanFamily.NAME, false)),
                new AutoFamily.Candidate(KalmanFamily.NAME + "-log1p", ours(KalmanFamily.NAME, true))));
    }

    /**
     * The predictors of the reference, with the arithmetic of a release.
     *
     * @throws IllegalArgumentException if the name is not known
     */
    public static PredictorFamily reference(
            String name, KalmanParameters parameters, boolean log1p, ReferenceRelease release) {
        return reference(name, parameters, log1p, release, ProphetOptions.DEFAULT);
    }

    /**
     * The same with windows of another length or another history for the predictors that need to know them.
     *
     * @throws IllegalArgumentException if the name is not known
     */
    public static PredictorFamily reference(
            String name, KalmanParameters parameters, boolean log1p, ReferenceRelease release, ProphetOptions prophet) {
        return switch (name) {
            case ConstantFamily.NAME -> new ConstantFamily(release.idleSkip());
            case KalmanFamily.NAME -> KalmanFamily.of(parameters, log1p, release);
            case ProphetFamily.NAME -> ProphetFamily.reference(log1p, prophet, release);
            case ArimaFamily.NAME ->
                ArimaFamily.reference(log1p, release, prophet.history().orElse(WINDOW));
            default -> throw unknown(name);
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "load_predictor '" + name + "' is not known; use one of " + String.join(", ", KNOWN));
    }
}
