package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The distance between a forecast some windows ahead and the quantile that is sized for, learned from the errors of
 * earlier forecasts so far ahead (adaptive conformal inference).
 *
 * <p>The margin is the quantile of the last {@value #REMEMBERED} errors, each weighted by the requests of its window: a
 * share of the <em>requests</em> is promised. One error more than was seen, of mean weight and without bound, stands
 * for the one that comes (the correction for finite samples); as long as it decides, the predictor's own spread counts,
 * or the largest error where that is more. After each window the level that is looked up moves up if the load exceeded
 * what was sized for, and down a little if it did not. Both balance where the promised share is kept, whatever
 * the distribution of the errors and however they drift. Windows whose load is unknown, and windows without requests,
 * move nothing.
 *
 * @param ahead how many windows ahead
 * @param shift the level that is looked up, less the level that is promised
 * @param due forecasts for the next {@code ahead} windows, the nearest first
 * @param errors the newest errors, oldest first
 */
record StepMargin(int ahead, double shift, List<Due> due, List<Error> errors) {
    /** Two hundred: the rarest error that a level of 0.99 asks for is seen twice, and a change of season is not kept for long. */
    static final int REMEMBERED = 200;

    /**
     * How far one window of mean weight moves the level. Twenty windows above what was sized for, one after the other, move
     * it by all there is; a smaller rate follows drifts too slowly for 99 %, a larger one swings by more than a point.
     */
    private static final double RATE = 0.05;

    /** A margin never goes below the median error: no promise below one half can be stated. */
    private static final double LEAST_LEVEL = 0.5;

    /** Levels above one stretch the largest error, up to its double: else a growth of the errors could not be followed. */
    private static final double MOST_LEVEL = 1.1;

    private static final double STRETCH = 10;

    /** Where a predictor states no spread, one hundredth of its forecast stands for it. */
    private static final double LEAST_SPREAD = 0.01;

    StepMargin {
        due = List.copyOf(due);
        errors = List.copyOf(errors);
    }

    /**
     * A forecast for a window that has not been seen yet.
     *
     * @param point the point forecast
     * @param scale unit of its error
     * @param sizedFor point and margin
     */
    record Due(double point, double scale, double sizedFor) {
        /** For a window for which nothing was forecast. */
        static final Due NOTHING = new Due(Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * What a forecast was wrong by.
     *
     * @param score load less point forecast, in units of the error
     * @param weight requests of the window; positive
     * @param covered whether the load was no more than was sized for
     */
    record Error(double score, double weight, boolean covered) {}

    static StepMargin fresh(int ahead) {
        return new StepMargin(ahead, 0, Collections.nCopies(ahead, Due.NOTHING), List.of());
    }

    /**
     * The margin after one more window.
     *
     * @param weight requests of the window; 0 if its load is not known well enough to learn from
     */
    StepMargin after(double load, double weight, Quantile quantile) {
        Due forecast = due.get(0);
        StepMargin moved = new StepMargin(ahead, shift, next(Due.NOTHING), errors);
        return Double.isNaN(forecast.point()) || !(weight > 0) ? moved : moved.learn(forecast, load, weight, quantile);
    }

    private StepMargin learn(Due forecast, double load, double weight, Quantile quantile) {
        boolean covered = load <= forecast.sizedFor();
        var kept = new ArrayList<>(errors.subList(Math.max(0, errors.size() - REMEMBERED + 1), errors.size()));
        kept.add(new Error((load - forecast.point()) / forecast.scale(), weight, covered));
        double share = weight / (weight(kept) / kept.size());
        double step = RATE * share * (covered ? quantile.level() - 1 : quantile.level());
        double level = Math.min(MOST_LEVEL, Math.max(LEAST_LEVEL, quantile.level() + shift + step));
        return new StepMargin(ahead, level - quantile.level(), due, kept);
    }

    /** With the forecast that was made after the newest window. */
    StepMargin forecast(Prediction prediction, Quantile quantile) {
        if (prediction.basis() == Prediction.Basis.NO_DATA) {
            return this;
        }
        var replaced = new ArrayList<>(due);
        replaced.set(ahead - 1, new Due(prediction.point(), scale(prediction), upper(prediction, quantile)));
        return new StepMargin(ahead, shift, replaced, errors);
    }

    private List<Due> next(Due newest) {
        var next = new ArrayList<>(due.subList(1, due.size()));
        next.add(newest);
        return next;
    }

    /** The load that is sized for; never negative. */
    double upper(Prediction prediction, Quantile quantile) {
        return upper(prediction, quantile, reach(quantile));
    }

    /** The same with a reach that was looked up before. */
    static double upper(Prediction prediction, Quantile quantile, Reach reach) {
        double learned = prediction.point() + reach.score() * scale(prediction);
        return Math.max(0, reach.seen() ? learned : Math.max(learned, prediction.upper(quantile.z())));
    }

    /**
     * How far the errors reach.
     *
     * @param score in units of the error
     * @param seen whether so rare an error was seen; if not, the predictor's spread has a say
     */
    record Reach(double score, boolean seen) {}

    Reach reach(Quantile quantile) {
        if (errors.isEmpty()) {
            return new Reach(0, false);
        }
        double level = quantile.level() + shift;
        double all = weight(errors);
        double wanted = level * (all + all / errors.size());
        return wanted <= all
                ? new Reach(score(wanted), true)
                : new Reach(score(all) * Math.max(1, 1 + STRETCH * (level - 1)), false);
    }

    /** The smallest score that errors of so much weight do not exceed; the largest of all if that is more than there is. */
    private double score(double weight) {
        var sorted = new ArrayList<>(errors);
        sorted.sort(Comparator.comparingDouble(Error::score));
        double below = 0;
        for (Error error : sorted) {
            below += error.weight();
            if (below >= weight) {
                return error.score();
            }
        }
        return sorted.get(sorted.size() - 1).score();
    }

    /**
     * The unit in which errors are compared: the root of the spread. Errors grow with what the predictor says of them, but
     * less than in proportion: in units of the spread itself one burst after a quiet time would be a margin of many
     * times the load, in absolute numbers the margin of a night would stand for the next morning.
     */
    private static double scale(Prediction prediction) {
        return Math.sqrt(Math.max(1, Math.max(prediction.sigma(), LEAST_SPREAD * prediction.point())));
    }

    /** Share of the requests whose window had no more load than was sized for; 1 if nothing was seen. */
    double achieved() {
        double covered = 0;
        for (Error error : errors) {
            covered += error.covered() ? error.weight() : 0;
        }
        return errors.isEmpty() ? 1 : covered / weight(errors);
    }

    private static double weight(List<Error> errors) {
        double sum = 0;
        for (Error error : errors) {
            sum += error.weight();
        }
        return sum;
    }
}
