package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.demand.Outcomes.Outcome;
import io.dynamoplanner.core.demand.StepErrors.Due;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * How much more than the point forecast of one series has to be sized for so that the promised share of the requests
 * comes in windows with no more load (adaptive conformal inference). An immutable value.
 *
 * <p><b>Margin.</b> So many windows ahead it is the quantile of the last errors of forecasts so far ahead, each weighted
 * by the requests of its window. While too few are known, the predictor's own spread counts, or the largest error where
 * that is more. What is sized for is the highest forecast with its margin on the way to the horizon.
 *
 * <p><b>Level.</b> The fleet of a window is what each decision of the time that a start takes has left of it: a window is
 * covered if none of them sized for less. A window that is not covered moves the level at which errors are looked up
 * upwards, one that is covered moves it down a little, in proportion to its requests. The two balance where the promised
 * share is covered, whatever the distribution of the errors and however they drift. Windows whose load is unknown, and
 * windows without requests, move nothing.
 *
 * @param shift the level that is looked up, less the level that is promised
 * @param sizedFor what the newest decisions sized for, oldest first; NaN where there was none
 * @param outcomes whether the newest windows were covered, oldest first
 * @param steps errors one, two, four and so on windows ahead; between them the next one further on holds, since errors
 *     grow with the distance
 */
public record Margins(double shift, Newest<Double> sizedFor, Outcomes outcomes, List<StepErrors> steps) {
    /** Further ahead the errors of this distance hold, and earlier decisions have no say. */
    private static final int FURTHEST = 64;

    /**
     * How far one window of mean weight moves the level. Slower, drifts are not followed at 99 %; faster, the covered share
     * swings by more than a point.
     */
    private static final double RATE = 0.05;

    /** So many windows of mean weight one window counts as at most: a single burst is no new traffic. */
    private static final double MOST_WINDOWS = 2;

    /** Below the median nothing is sized for, however often that sufficed. */
    private static final double LEAST_LEVEL = 0.5;

    /** Up to this level the largest error is stretched: to its double. */
    private static final double MOST_LEVEL = 1.1;

    private static final String FAMILY = "margins";
    private static final Margins FRESH = new Margins(0, Newest.of(List.of()), Outcomes.NONE, List.of());

    public Margins {
        steps = List.copyOf(steps);
    }

    /** Before any error was seen. */
    public static Margins fresh() {
        return FRESH;
    }

    /**
     * The margins after one more window and the decision that follows it.
     *
     * @param weight requests of the window; 0 if its load is not known well enough to learn from
     * @param fed the predictor that has seen the window
     * @param ahead how many windows ahead the demand looks
     */
    Margins after(double load, double weight, Predictor fed, int ahead, Quantile quantile) {
        Margins learned = weight > 0 ? learn(load, weight, ahead, quantile) : this;
        List<StepErrors> before = reaching(ahead);
        var after = new StepErrors[before.size()];
        for (int i = 0; i < after.length; i++) {
            StepErrors step = before.get(i);
            after[i] = step.after(load, weight, Due.of(fed.predict(step.ahead())));
        }
        List<StepErrors> next = List.of(after);
        boolean knows = !next.get(0).due().get(0).equals(Due.NOTHING);
        double sized = knows ? learned.highest(next, fed, ahead, quantile) : Double.NaN;
        return new Margins(learned.shift, sizedFor.after(sized, FURTHEST), learned.outcomes, next);
    }

    private Margins learn(double load, double weight, int ahead, Quantile quantile) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = Math.max(0, sizedFor.size() - ahead); i < sizedFor.size(); i++) {
            double sized = sizedFor.get(i);
            least = Double.isNaN(sized) ? least : Math.min(least, sized);
        }
        if (least == Double.POSITIVE_INFINITY) {
            return this;
        }
        boolean covered = load <= least;
        Outcomes next = outcomes.after(new Outcome(weight, covered));
        double counts = Math.min(MOST_WINDOWS, weight / next.meanWeight());
        double step = RATE * counts * (covered ? quantile.level() - 1 : quantile.level());
        return new Margins(level(quantile, shift + step) - quantile.level(), sizedFor, next, steps);
    }

    /** The quantile may be another one than the shift was learned for. */
    private static double level(Quantile quantile, double shift) {
        return Math.min(MOST_LEVEL, Math.max(LEAST_LEVEL, quantile.level() + shift));
    }

    /** The margins after windows whose load nobody knows. */
    Margins missed(long windows) {
        Margins next = this;
        for (long i = 0; i < Math.min(windows, FURTHEST); i++) {
            List<StepErrors> moved = next.steps.stream()
                    .map(step -> step.after(0, 0, Due.NOTHING))
                    .toList();
            next = new Margins(shift, next.sizedFor.after(Double.NaN, FURTHEST), outcomes, moved);
        }
        return next;
    }

    /**
     * The highest load that is sized for on the way to so many windows ahead.
     *
     * @param predictor the one that has seen the newest window; what it was asked for then is not worked out again
     */
    double peak(Predictor predictor, int ahead, Quantile quantile) {
        double decided = sizedFor.isEmpty() ? Double.NaN : sizedFor.get(sizedFor.size() - 1);
        return Double.isNaN(decided) ? highest(reaching(ahead), predictor, ahead, quantile) : decided;
    }

    private double highest(List<StepErrors> reaching, Predictor predictor, int ahead, Quantile quantile) {
        double level = level(quantile, shift);
        double most = 0;
        int at = 0;
        StepErrors.Reach reach = reaching.get(at).reach(level);
        for (int k = 1; k <= ahead; k++) {
            if (k > reaching.get(at).ahead() && at + 1 < reaching.size()) {
                at++;
                reach = reaching.get(at).reach(level);
            }
            most = Math.max(most, reach.upper(predictor.predict(k), quantile));
        }
        return most;
    }

    /** Those that there are and those that are missing up to so many windows. */
    private List<StepErrors> reaching(int ahead) {
        int last = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).ahead();
        if (last >= Math.min(ahead, FURTHEST)) {
            return steps;
        }
        var all = new ArrayList<>(steps);
        while (last < Math.min(ahead, FURTHEST)) {
            last = Math.max(1, 2 * last);
            all.add(StepErrors.fresh(last));
        }
        return all;
    }

    /** All of it as plain numbers. */
    public Snapshot snapshot() {
        var numbers = new ArrayList<Double>();
        numbers.add(shift);
        numbers.add((double) sizedFor.size());
        numbers.addAll(sizedFor);
        numbers.add((double) outcomes.size());
        for (Outcome outcome : outcomes) {
            numbers.addAll(List.of(outcome.weight(), outcome.covered() ? 1.0 : 0.0));
        }
        for (StepErrors step : steps) {
            numbers.add((double) step.ahead());
            step.due().forEach(due -> numbers.add(due.point()));
            numbers.add((double) step.errors().size());
            step.errors().forEach(error -> numbers.addAll(List.of(error.score(), error.weight())));
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
        Iterator<Double> numbers = snapshot.numbers().iterator();
        try {
            double shift = numbers.next();
            var sizedFor = new ArrayList<Double>();
            for (int left = numbers.next().intValue(); left > 0; left--) {
                sizedFor.add(numbers.next());
            }
            var outcomes = new ArrayList<Outcome>();
            for (int left = numbers.next().intValue(); left > 0; left--) {
                outcomes.add(new Outcome(numbers.next(), numbers.next() > 0));
            }
            var steps = new ArrayList<StepErrors>();
            while (numbers.hasNext()) {
                steps.add(step(numbers));
            }
            return new Margins(shift, Newest.of(sizedFor), Outcomes.of(outcomes), steps);
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("a snapshot of margins ends too early", e);
        }
    }

    private static StepErrors step(Iterator<Double> numbers) {
        int ahead = numbers.next().intValue();
        var due = new ArrayList<Due>();
        for (int i = 0; i < ahead; i++) {
            due.add(new Due(numbers.next()));
        }
        var errors = new ArrayList<StepErrors.Missed>();
        for (int left = numbers.next().intValue(); left > 0; left--) {
            errors.add(new StepErrors.Missed(numbers.next(), numbers.next()));
        }
        return StepErrors.of(ahead, due, errors);
    }
}
