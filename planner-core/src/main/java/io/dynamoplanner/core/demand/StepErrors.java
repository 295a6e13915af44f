package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.Collections;
import java.util.List;

/**
 * What forecasts so many windows ahead were wrong by.
 *
 * @param ahead how many windows ahead
 * @param due forecasts for the next {@code ahead} windows, the nearest first
 * @param errors the newest errors, oldest first
 */
record StepErrors(int ahead, Newest<Due> due, Errors errors) {
    /** Levels above one stretch the largest error, by ten times what they are above: else growing errors could not be followed. */
    private static final double STRETCH = 10;

    /** With fewer errors one of the start, when the predictor knew nothing yet, would be the one that is stretched. */
    private static final int FEW = 50;

    /**
     * A forecast for a window that has not been seen yet.
     *
     * @param point the point forecast
     */
    record Due(double point) {
        /** For a window for which nothing was forecast. */
        static final Due NOTHING = new Due(Double.NaN);

        static Due of(Prediction prediction) {
            return prediction.basis() == Prediction.Basis.NO_DATA ? NOTHING : new Due(prediction.point());
        }
    }

    /**
     * What a forecast was wrong by.
     *
     * @param score load less point forecast
     * @param weight requests of the window; positive
     */
    record Missed(double score, double weight) {}

    static StepErrors fresh(int ahead) {
        return of(ahead, Collections.nCopies(ahead, Due.NOTHING), List.of());
    }

    static StepErrors of(int ahead, List<Due> due, List<Missed> errors) {
        return new StepErrors(ahead, Newest.of(due), Errors.of(errors));
    }

    /**
     * After one more window.
     *
     * @param weight requests of the window; 0 if its load is not known well enough to learn from
     * @param newest what is forecast from there
     */
    StepErrors after(double load, double weight, Due newest) {
        Due forecast = due.get(0);
        boolean tells = !Double.isNaN(forecast.point()) && weight > 0;
        return new StepErrors(
                ahead,
                due.after(newest, ahead),
                tells ? errors.after(new Missed(load - forecast.point(), weight)) : errors);
    }

    /**
     * How far the errors reach.
     *
     * @param score load above the point forecast
     * @param seen whether so rare an error was seen; if not, the predictor's own spread has a say
     */
    record Reach(double score, boolean seen) {
        /** The load that is sized for; never negative. */
        double upper(Prediction prediction, Quantile quantile) {
            double learned = prediction.point() + score;
            return Math.max(0, seen ? learned : Math.max(learned, prediction.upper(quantile.z())));
        }
    }

    /**
     * The reach at a level. One error more than was seen, of mean weight and without bound, stands for the one that comes.
     *
     * @param level share of the requests whose error is to be no larger; above 1 it stretches the largest one
     */
    Reach reach(double level) {
        if (errors.isEmpty()) {
            return new Reach(0, false);
        }
        int count = errors.size();
        double all = 0;
        for (int i = 0; i < count; i++) {
            all += errors.bySize(i).weight();
        }
        double wanted = level * (all + all / count);
        double below = 0;
        for (int i = 0; i < count; i++) {
            Missed error = errors.bySize(i);
            below += error.weight();
            if (below >= wanted) {
                return new Reach(error.score(), true);
            }
        }
        double largest = errors.bySize(count - 1).score();
        // of a few errors the largest says little about larger ones
        boolean few = count < FEW;
        return new Reach(few ? largest : largest * Math.max(1, 1 + STRETCH * (level - 1)), false);
    }
}
