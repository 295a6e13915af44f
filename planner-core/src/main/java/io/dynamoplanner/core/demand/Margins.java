package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Margins of one series of the load, as an immutable value: how much more than the point forecast has to be sized for, one,
 * two, four and so on windows ahead. The margin of a window between is that of the next one further on, since errors grow
 * with the distance.
 *
 * @param steps nearest first
 */
public record Margins(List<StepMargin> steps) {
    /** Further ahead the margin of this distance holds. */
    private static final int FURTHEST = 64;

    private static final String FAMILY = "margins";
    private static final Margins FRESH = new Margins(List.of());

    public Margins {
        steps = List.copyOf(steps);
    }

    /** Before any error was seen. */
    public static Margins fresh() {
        return FRESH;
    }

    /**
     * The margins after one more window.
     *
     * @param weight requests of the window; 0 if its load is not known well enough to learn from
     * @param fed the predictor that has seen the window
     * @param windows how many windows ahead the demand looks
     */
    Margins after(double load, double weight, Predictor fed, int windows, Quantile quantile) {
        var next = new ArrayList<StepMargin>();
        for (StepMargin step : reaching(windows)) {
            next.add(step.after(load, weight, quantile).forecast(fed.predict(step.ahead()), quantile));
        }
        return new Margins(next);
    }

    /** The margins after windows whose load nobody knows. */
    Margins missed(long windows) {
        Margins next = this;
        for (long i = 0; i < Math.min(windows, FURTHEST); i++) {
            next = new Margins(next.steps.stream()
                    .map(step -> step.after(0, 0, Quantile.POINT))
                    .toList());
        }
        return next;
    }

    /** The highest load that is sized for on the way to so many windows ahead. */
    double peak(Predictor predictor, int windows, Quantile quantile) {
        List<StepMargin> reaching = reaching(windows);
        double most = 0;
        int at = 0;
        StepMargin.Reach reach = reaching.get(at).reach(quantile);
        for (int k = 1; k <= windows; k++) {
            if (k > reaching.get(at).ahead() && at + 1 < reaching.size()) {
                at++;
                reach = reaching.get(at).reach(quantile);
            }
            most = Math.max(most, StepMargin.upper(predictor.predict(k), quantile, reach));
        }
        return most;
    }

    /** The margin of the windows so far ahead. */
    StepMargin at(int windows) {
        List<StepMargin> reaching = reaching(windows);
        for (StepMargin step : reaching) {
            if (step.ahead() >= windows) {
                return step;
            }
        }
        return reaching.get(reaching.size() - 1);
    }

    /** Those that there are and those that are missing up to so many windows. */
    private List<StepMargin> reaching(int windows) {
        var all = new ArrayList<>(steps);
        int ahead = all.isEmpty() ? 0 : all.get(all.size() - 1).ahead();
        while (ahead < Math.min(windows, FURTHEST)) {
            ahead = Math.max(1, 2 * ahead);
            all.add(StepMargin.fresh(ahead));
        }
        return all;
    }

    /** All of it as plain numbers. */
    public Snapshot snapshot() {
        var numbers = new ArrayList<Double>();
        for (StepMargin step : steps) {
            numbers.add((double) step.ahead());
            numbers.add(step.shift());
            for (StepMargin.Due due : step.due()) {
                numbers.addAll(List.of(due.point(), due.scale(), due.sizedFor()));
            }
            numbers.add((double) step.errors().size());
            for (StepMargin.Error error : step.errors()) {
                numbers.addAll(List.of(error.score(), error.weight(), error.covered() ? 1.0 : 0.0));
            }
        }
        return new Snapshot(FAMILY, numbers);
    }

    /**
     * The margins that {@link #snapshot} described.
     *
     * @throws IllegalArgumentException if it is the snapshot of something else
     */
    public static Margins restore(Snapshot snapshot) {
        if (!snapshot.family().equals(FAMILY)) {
            throw new IllegalArgumentException("not a snapshot of margins but of " + snapshot.family());
        }
        var steps = new ArrayList<StepMargin>();
        Iterator<Double> numbers = snapshot.numbers().iterator();
        try {
            while (numbers.hasNext()) {
                int ahead = numbers.next().intValue();
                double shift = numbers.next();
                var due = new ArrayList<StepMargin.Due>();
                for (int i = 0; i < ahead; i++) {
                    due.add(new StepMargin.Due(numbers.next(), numbers.next(), numbers.next()));
                }
                var errors = new ArrayList<StepMargin.Error>();
                for (int left = numbers.next().intValue(); left > 0; left--) {
                    errors.add(new StepMargin.Error(numbers.next(), numbers.next(), numbers.next() > 0));
                }
                steps.add(new StepMargin(ahead, shift, due, errors));
            }
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("a snapshot of margins ends in the middle of a number row", e);
        }
        return new Margins(steps);
    }
}
