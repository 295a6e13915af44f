package io.dynamoplanner.predict.auto;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Answers by the candidate with the least recent loss.
 *
 * <p>The loss is the mean absolute error of the forecast for the next window, in which a window counts half after
 * thirty-five. Every candidate sees every value, so the one that is chosen next is warm. A warm-up series chooses as the live
 * one does.
 *
 * <p>The best takes over when the chosen one has been worse by 8 % for forty windows in a row. Two that are equally good would
 * otherwise take turns by luck, and each turn is a step in the forecast that the load did not make.
 */
final class AutoPredictor implements Predictor {
    private static final int LAYOUT = 1;
    private static final int HEADER = 4;

    private static final double LOSS_SHARE = 0.02;
    private static final double BETTER = 0.92;
    private static final int IN_A_ROW = 40;
    /** Keeps sums finite where values are near the largest number. */
    private static final double LARGEST_ERROR = 1e300;

    private final AutoFamily family;
    private final List<Predictor> predictors;
    private final double[] losses;
    private final int chosen;
    private final int inARow;

    private AutoPredictor(AutoFamily family, List<Predictor> predictors, double[] losses, int chosen, int inARow) {
        this.family = family;
        this.predictors = predictors;
        this.losses = losses;
        this.chosen = chosen;
        this.inARow = inARow;
    }

    static AutoPredictor fresh(AutoFamily family) {
        List<Predictor> predictors =
                family.candidates().stream().map(c -> c.family().fresh()).toList();
        return new AutoPredictor(family, predictors, new double[predictors.size()], 0, 0);
    }

    @Override
    public Predictor observe(double value) {
        List<Predictor> next = new ArrayList<>(predictors.size());
        for (Predictor predictor : predictors) {
            next.add(predictor.observe(value));
        }
        boolean dropped = next.get(0).points() == points();
        if (dropped || points() < 2) {
            return new AutoPredictor(family, next, losses, chosen, inARow);
        }
        double clean = Double.isFinite(value) ? value : 0;
        double share = Math.max(LOSS_SHARE, 1.0 / (points() - 1));
        double[] charged = new double[losses.length];
        int best = 0;
        for (int i = 0; i < charged.length; i++) {
            double error = Math.abs(clean - predictors.get(i).predict(1).point());
            charged[i] = losses[i] + share * (Math.min(LARGEST_ERROR, error) - losses[i]);
            best = charged[i] < charged[best] ? i : best;
        }
        if (!(charged[best] < BETTER * charged[chosen])) {
            return new AutoPredictor(family, next, charged, chosen, 0);
        }
        int row = inARow + 1;
        return row < IN_A_ROW
                ? new AutoPredictor(family, next, charged, chosen, row)
                : new AutoPredictor(family, next, charged, best, 0);
    }

    @Override
    public Predictor missed(long windows) {
        List<Predictor> next =
                predictors.stream().map(predictor -> predictor.missed(windows)).toList();
        return new AutoPredictor(family, next, losses, chosen, inARow);
    }

    @Override
    public Prediction predict(int stepsAhead) {
        return predictors.get(chosen).predict(stepsAhead);
    }

    @Override
    public double last() {
        return predictors.get(chosen).last();
    }

    @Override
    public int points() {
        return predictors.get(0).points();
    }

    @Override
    public Predictor warmedUp() {
        List<Predictor> next = predictors.stream().map(Predictor::warmedUp).toList();
        return new AutoPredictor(family, next, losses, chosen, inARow);
    }

    @Override
    public Optional<String> choice() {
        return Optional.of(family.candidates().get(chosen).name());
    }

    /** Layout, choice, count of candidates; the losses; each candidate's count of numbers and its numbers. */
    @Override
    public Snapshot snapshot() {
        List<Double> numbers = new ArrayList<>();
        Collections.addAll(numbers, (double) LAYOUT, (double) chosen, (double) inARow, (double) losses.length);
        Arrays.stream(losses).forEach(numbers::add);
        for (Predictor predictor : predictors) {
            List<Double> own = predictor.snapshot().numbers();
            numbers.add((double) own.size());
            numbers.addAll(own);
        }
        return new Snapshot(AutoFamily.NAME, numbers);
    }

    static AutoPredictor restore(AutoFamily family, Snapshot snapshot) {
        if (!snapshot.family().equals(AutoFamily.NAME)) {
            throw new IllegalArgumentException("snapshot is of predictor '" + snapshot.family() + "', not of '"
                    + AutoFamily.NAME + "'; start fresh or configure the predictor that wrote it");
        }
        List<Double> numbers = snapshot.numbers();
        int count = family.candidates().size();
        if (numbers.size() < HEADER + count || numbers.get(0) != LAYOUT || numbers.get(HEADER - 1) != count) {
            throw foreign(count, "holds " + numbers.size() + " numbers");
        }
        int chosen = numbers.get(1).intValue();
        if (chosen < 0 || chosen >= count) {
            throw foreign(count, "names candidate " + chosen);
        }
        double[] losses = new double[count];
        for (int i = 0; i < count; i++) {
            losses[i] = numbers.get(HEADER + i);
        }
        int at = HEADER + count;
        List<Predictor> predictors = new ArrayList<>();
        for (AutoFamily.Candidate candidate : family.candidates()) {
            int size = at < numbers.size() ? numbers.get(at).intValue() : -1;
            if (size < 0 || at + 1 + size > numbers.size()) {
                throw foreign(count, "ends inside candidate '" + candidate.name() + "'");
            }
            predictors.add(candidate
                    .family()
                    .restore(new Snapshot(candidate.family().name(), numbers.subList(at + 1, at + 1 + size))));
            at += 1 + size;
        }
        return new AutoPredictor(
                family, predictors, losses, chosen, numbers.get(2).intValue());
    }

    private static IllegalArgumentException foreign(int count, String found) {
        return new IllegalArgumentException("snapshot of predictor '" + AutoFamily.NAME + "' must be of " + count
                + " candidates, but " + found + "; it was written with other candidates, start fresh");
    }
}
