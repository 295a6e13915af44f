package io.dynamoplanner.app.forecast;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.predict.KalmanParameters;
import io.dynamoplanner.predict.PredictorFamilies;
import io.dynamoplanner.predict.ReferenceRelease;
import io.dynamoplanner.predict.backtest.Contender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The predictors that a back-test can name: ours by their name in {@code load_predictor}, with {@code -log1p} where the
 * logarithm can be forecast instead, and with {@code reference-} those of the reference with its default options.
 */
public final class Contenders {
    private static final String LOG1P = "-log1p";
    private static final String REFERENCE = "reference-";
    /** They decide about logarithms themselves, or have no use for them. */
    private static final Set<String> WITHOUT_LOG1P = Set.of("constant", "adaptive", "auto");

    private static final List<String> OF_THE_REFERENCE = List.of("kalman", "arima", "prophet");
    /** They take a millisecond and more for each window: only for who names them. */
    private static final Set<String> SLOW =
            Set.of("reference-arima", "reference-arima-log1p", "reference-prophet", "reference-prophet-log1p");

    private Contenders() {}

    /**
     * All of them, the simple ones first.
     *
     * @param window length of a window of the series
     */
    public static List<Contender> all(Duration window) {
        var all = new ArrayList<Contender>();
        for (String name : PredictorFamilies.known()) {
            all.add(new Contender(name, PredictorFamilies.ours(name, false, window)));
            if (!WITHOUT_LOG1P.contains(name)) {
                all.add(new Contender(name + LOG1P, PredictorFamilies.ours(name, true, window)));
            }
        }
        for (String name : OF_THE_REFERENCE) {
            all.add(new Contender(REFERENCE + name, reference(name, false), true));
            all.add(new Contender(REFERENCE + name + LOG1P, reference(name, true), true));
        }
        return List.copyOf(all);
    }

    private static PredictorFamily reference(String name, boolean log1p) {
        return PredictorFamilies.reference(name, KalmanParameters.DEFAULT, log1p, ReferenceRelease.FROM_1_6);
    }

    /** Whether {@code load_predictor} can name it without asking for the reference's arithmetic. */
    public static boolean isOurs(String name) {
        return !name.startsWith(REFERENCE);
    }

    /**
     * The named ones, in the order of {@link #all}; without a name those that are quick.
     *
     * @throws BadInput if one is not known
     */
    public static List<Contender> named(Set<String> names, Duration window) {
        Map<String, Contender> known = new LinkedHashMap<>();
        all(window).forEach(contender -> known.put(contender.name(), contender));
        for (String name : names) {
            if (!known.containsKey(name)) {
                throw new BadInput(
                        "--predictors: '" + name + "' is not known; use some of " + String.join(", ", known.keySet()));
            }
        }
        return known.values().stream()
                .filter(contender ->
                        names.isEmpty() ? !SLOW.contains(contender.name()) : names.contains(contender.name()))
                .toList();
    }
}
