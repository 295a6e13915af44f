package io.dynamoplanner.predict.arima;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How far the reference's model has come: what it is fitted to and which stored values it has taken in or lost. */
final class AppendedProgress {
    static final AppendedProgress NONE = new AppendedProgress(Optional.empty(), false, new double[0], 0, 0, false);

    private final Optional<ArimaFit> fit;
    private final boolean log1p;
    /** What the model is fitted to; lacks the values of an appending that failed. */
    private final double[] data;
    /** Stored values that are in the data or were lost. */
    private final int taken;
    /** Stored values up to which this has been worked out. */
    private final int points;
    /** Whether the newest appending failed. */
    private final boolean failed;

    private AppendedProgress(
            Optional<ArimaFit> fit, boolean log1p, double[] data, int taken, int points, boolean failed) {
        this.fit = fit;
        this.log1p = log1p;
        this.data = data;
        this.taken = taken;
        this.points = points;
        this.failed = failed;
    }

    int points() {
        return points;
    }

    AppendedProgress upTo(int newPoints) {
        return points == newPoints ? this : new AppendedProgress(fit, log1p, data, taken, newPoints, failed);
    }

    /** After a forecast was asked for, once so many values are stored. */
    AppendedProgress asked(ArimaHistory history, int now, boolean wantsLog1p) {
        if (taken == now || history.isConstant(now)) {
            return upTo(now);
        }
        return fit.isEmpty() ? begin(history, now, wantsLog1p) : append(fit.get(), history, now);
    }

    /** If the values as they are have no structure for the model, their logarithms are given a try. */
    private AppendedProgress begin(ArimaHistory history, int now, boolean wantsLog1p) {
        double[] values = history.between(0, now, wantsLog1p);
        Optional<ArimaFit> first = OrderSearch.best(values, OrderSearch.Rules.REFERENCE);
        if (!wantsLog1p && first.isPresent() && isMean(first.get())) {
            double[] logs = history.between(0, now, true);
            Optional<ArimaFit> second = OrderSearch.best(logs, OrderSearch.Rules.REFERENCE);
            if (second.isPresent()) {
                return new AppendedProgress(second, true, logs, now, now, false);
            }
        }
        return first.isPresent() ? new AppendedProgress(first, wantsLog1p, values, now, now, false) : upTo(now);
    }

    private static boolean isMean(ArimaFit fit) {
        return fit.order().ar() == 0 && fit.order().ma() == 0;
    }

    private AppendedProgress append(ArimaFit known, ArimaHistory history, int now) {
        double[] pending = history.between(taken, now, log1p);
        double[] longer = Arrays.copyOf(data, data.length + pending.length);
        System.arraycopy(pending, 0, longer, data.length, pending.length);
        Optional<ArimaFit> next = known.again(longer, Math.max(5, pending.length / 10));
        return next.isPresent()
                ? new AppendedProgress(next, log1p, longer, now, now, false)
                : new AppendedProgress(fit, log1p, data, now, now, true);
    }

    Prediction predict(ArimaHistory history, int stepsAhead) {
        if (failed) {
            return Prediction.lastValue(history.last(), 0, "the model could not take in the newest values");
        }
        return fit.isEmpty()
                ? Prediction.lastValue(history.last(), 0, ArimaModel.NO_FIT)
                : ArimaModel.prediction(history, fit.get().forecast(stepsAhead), log1p, true);
    }

    void save(List<Double> numbers) {
        numbers.add((double) points);
        numbers.add(fit.isPresent() ? 1.0 : 0.0);
        if (fit.isEmpty()) {
            return;
        }
        ArimaOrder order = fit.get().order();
        boolean complete = data.length == taken;
        for (double number : new double[] {
            log1p ? 1 : 0,
            taken,
            failed ? 1 : 0,
            complete ? 1 : 0,
            order.ar(),
            order.differences(),
            order.ma(),
            order.constant() ? 1 : 0
        }) {
            numbers.add(number);
        }
        for (double parameter : fit.get().parameters()) {
            numbers.add(parameter);
        }
        if (!complete) {
            for (double value : data) {
                numbers.add(value);
            }
        }
    }

    static AppendedProgress restore(ArimaHistory history, List<Double> numbers) {
        int points = numbers.get(0).intValue();
        if (numbers.get(1) == 0) {
            return NONE.upTo(points);
        }
        boolean log1p = numbers.get(2) != 0;
        int taken = numbers.get(3).intValue();
        ArimaOrder order = new ArimaOrder(
                numbers.get(6).intValue(),
                numbers.get(7).intValue(),
                numbers.get(8).intValue(),
                numbers.get(9) != 0);
        int data = 10 + order.parameters();
        double[] parameters = array(numbers.subList(10, data));
        double[] series =
                numbers.get(5) != 0 ? history.between(0, taken, log1p) : array(numbers.subList(data, numbers.size()));
        return new AppendedProgress(
                ArimaFit.with(order, parameters, series, 0), log1p, series, taken, points, numbers.get(4) != 0);
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
