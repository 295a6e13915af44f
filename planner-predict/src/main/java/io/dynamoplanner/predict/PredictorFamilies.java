package io.dynamoplanner.predict;

import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.predict.adaptive.AdaptiveFamily;
import io.dynamoplanner.predict.auto.AutoFamily;
import java.time.Duration;
import java.util.List;

/** Predictors by the name that a configuration gives them. */
public final class PredictorFamilies {
    private static final List<String> KNOWN =
            List.of(ConstantFamily.NAME, KalmanFamily.NAME, AdaptiveFamily.NAME, AutoFamily.NAME);

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
        return switch (name) {
            case ConstantFamily.NAME -> new ConstantFamily(IdleSkip.UNTIL_FIRST_TRAFFIC);
            case KalmanFamily.NAME -> new RobustKalmanFamily(log1p);
            default -> throw unknown(name);
        };
    }

    /**
     * The predictors that are used when no compatibility is asked for, those with seasons included.
     *
     * @param log1p whether the logarithm is forecast, for the predictors that leave the choice; the others choose themselves
     * @param window length of a window of the grid
     * @throws IllegalArgumentException if the name is not known
     */
    public static PredictorFamily ours(String name, boolean log1p, Duration window) {
        return switch (name) {
            case AdaptiveFamily.NAME -> new AdaptiveFamily(window);
            case AutoFamily.NAME -> auto(window);
            default -> ours(name, log1p);
        };
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
        return switch (name) {
            case ConstantFamily.NAME -> new ConstantFamily(release.idleSkip());
            case KalmanFamily.NAME -> KalmanFamily.of(parameters, log1p, release);
            default -> throw unknown(name);
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "load_predictor '" + name + "' is not known; use one of " + String.join(", ", KNOWN));
    }
}
