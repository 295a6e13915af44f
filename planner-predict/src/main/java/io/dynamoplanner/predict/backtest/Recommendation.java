package io.dynamoplanner.predict.backtest;

import java.util.List;

/**
 * The predictor that a back-test speaks for.
 *
 * @param score of the predictor
 * @param reason one sentence for a reader
 */
public record Recommendation(Score score, String reason) {
    /** A lead smaller than this says more about the series than about the predictor. */
    private static final double TIE = 0.01;

    /**
     * The least loss wins. Where others are within 1 % of it, the first of them in the list does, so put the simple ones
     * first: a static load is forecast by its last value, not by whoever rounds best.
     *
     * @throws IllegalArgumentException if there is no score
     */
    public static Recommendation of(List<Score> scores) {
        double least = scores.stream()
                .mapToDouble(Score::loss)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("no predictor was tested; name at least one"));
        List<Score> close = scores.stream()
                .filter(score -> score.loss() <= least * (1 + TIE))
                .toList();
        Score first = close.get(0);
        return new Recommendation(
                first,
                close.size() == 1
                        ? "it has the least weighted loss"
                        : close.size() + " predictors are within 1 % of the least weighted loss, and it is the first"
                                + " of them in the list");
    }
}
