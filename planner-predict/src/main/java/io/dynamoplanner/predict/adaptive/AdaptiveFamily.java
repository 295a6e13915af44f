package io.dynamoplanner.predict.adaptive;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The weighted mean of a dozen simple forecasts, see {@link AdaptivePredictor}.
 *
 * <p>The experts cover what loads do: stay (last value), scatter around a mean that moves at some pace (smoothing), ramp
 * (damped trend), swing back or go on (autoregression of steps and of levels), and come again (day and week). Which of
 * them suit is found out at run time; nothing is configured.
 *
 * @param window length of a window of the grid, for the seasons
 */
public record AdaptiveFamily(Duration window) implements PredictorFamily {
    /** As in {@code load_predictor}. */
    public static final String NAME = "adaptive";

    private static final double DAY_SECONDS = 86_400;
    /** Ten minutes: what is shorter is rarely a season, and the profile is a line between the middles. */
    private static final int DAY_BINS = 144;
    /** An hour. */
    private static final int WEEK_BINS = 168;
    /** With fewer windows in a season there is no profile worth the name. */
    private static final int LEAST_BINS = 8;

    public AdaptiveFamily {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be positive, not " + window);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Predictor fresh() {
        return AdaptivePredictor.fresh(panel());
    }

    @Override
    public Predictor restore(Snapshot snapshot) {
        return AdaptivePredictor.restore(panel(), snapshot);
    }

    private Panel panel() {
        List<Expert> experts = new ArrayList<>(List.of(
                new Smoothing(1, false),
                new Smoothing(0.5, false),
                new Smoothing(0.2, false),
                new Smoothing(0.07, false),
                new Smoothing(0.02, false),
                new Smoothing(0.02, true),
                new DampedTrend(0.4, 0.2, 0.95),
                new DampedTrend(0.8, 0.5, 0.9),
                new Autoregression(4, 0, true, false),
                new Autoregression(3, 2, true, false),
                new Autoregression(3, 2, false, true)));
        double seconds = window.toNanos() / 1e9;
        season(seconds, DAY_SECONDS, DAY_BINS, experts);
        season(seconds, 7 * DAY_SECONDS, WEEK_BINS, experts);
        return new Panel(experts);
    }

    private static void season(double windowSeconds, double seasonSeconds, int mostBins, List<Expert> experts) {
        int bins = (int) Math.min(mostBins, seasonSeconds / windowSeconds);
        if (bins >= LEAST_BINS) {
            experts.add(new Season(windowSeconds, seasonSeconds, bins));
        }
    }
}
