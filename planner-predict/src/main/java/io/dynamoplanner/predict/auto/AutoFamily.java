package io.dynamoplanner.predict.auto;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.HashSet;
import java.util.List;

/**
 * Runs several predictors side by side and answers by the one that was right lately, see {@link AutoPredictor}.
 *
 * @param candidates what to choose from; the first answers until the series has shown that another one is better. They must
 *     agree on which leading zeros they drop
 */
public record AutoFamily(List<Candidate> candidates) implements PredictorFamily {
    /** As in {@code load_predictor}. */
    public static final String NAME = "auto";

    /**
     * A predictor to choose.
     *
     * @param name what readers know it by; families of one name can differ in their parameters
     */
    public record Candidate(String name, PredictorFamily family) {}

    public AutoFamily {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("candidates must not be empty; name at least one predictor");
        }
        var names = new HashSet<String>();
        for (Candidate candidate : candidates) {
            if (!names.add(candidate.name())) {
                throw new IllegalArgumentException("candidate '" + candidate.name() + "' is there twice; remove one");
            }
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Predictor fresh() {
        return AutoPredictor.fresh(this);
    }

    @Override
    public Predictor restore(Snapshot snapshot) {
        return AutoPredictor.restore(this, snapshot);
    }
}
