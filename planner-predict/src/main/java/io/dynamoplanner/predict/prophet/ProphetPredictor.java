package io.dynamoplanner.predict.prophet;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import io.dynamoplanner.predict.IdleSkip;
import io.dynamoplanner.predict.SnapshotNumbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A history and the curve that is fitted to it when a forecast is first asked for.
 *
 * <p>The fit is a function of the other fields and is kept for the questions that follow. It is itself immutable and published
 * through a volatile field, so threads that ask at the same time may both fit, and get the same numbers.
 */
final class ProphetPredictor implements Predictor {
    private static final int HEADER = 4;

    private final Forecasting forecasting;
    private final IdleSkip idleSkip;
    private final boolean sawTraffic;
    private final int points;
    private final double last;
    private final History history;
    private volatile Forecasting.@Nullable Forecast fitted;

    private ProphetPredictor(
            Forecasting forecasting, IdleSkip idleSkip, boolean sawTraffic, int points, double last, History history) {
        this.forecasting = forecasting;
        this.idleSkip = idleSkip;
        this.sawTraffic = sawTraffic;
        this.points = points;
        this.last = last;
        this.history = history;
    }

    static ProphetPredictor fresh(Forecasting forecasting, IdleSkip idleSkip) {
        return new ProphetPredictor(forecasting, idleSkip, false, 0, 0, History.empty(forecasting.limits()));
    }

    static ProphetPredictor restore(Forecasting forecasting, IdleSkip idleSkip, Snapshot snapshot) {
        int count = Math.max(HEADER + History.HEADER, snapshot.numbers().size());
        SnapshotNumbers numbers = new SnapshotNumbers(snapshot, ProphetFamily.NAME, forecasting.layout(), count);
        boolean sawTraffic = numbers.flag();
        int points = numbers.integer();
        double last = numbers.real();
        double[] stored = new double[count - HEADER];
        for (int i = 0; i < stored.length; i++) {
            stored[i] = numbers.real();
        }
        return new ProphetPredictor(
                forecasting, idleSkip, sawTraffic, points, last, History.restore(forecasting.limits(), stored));
    }

    @Override
    public Predictor observe(double value) {
        double clean = forecasting.clean(value);
        if (idleSkip.drops(clean, points, sawTraffic)) {
            return missed(1);
        }
        return new ProphetPredictor(
                forecasting, idleSkip, sawTraffic || clean != 0, points + 1, clean, history.with(clean));
    }

    @Override
    public Predictor missed(long windows) {
        return windows <= 0 || points == 0 || !forecasting.knowsGaps()
                ? this
                : new ProphetPredictor(forecasting, idleSkip, sawTraffic, points, last, history.withUnknown(windows));
    }

    @Override
    public Prediction predict(int stepsAhead) {
        if (stepsAhead < 1) {
            throw new IllegalArgumentException("stepsAhead must be at least 1, not " + stepsAhead);
        }
        if (points == 0) {
            return new Prediction(0, 0, Prediction.Basis.NO_DATA);
        }
        Forecasting.Forecast known = fitted;
        if (known == null) {
            known = forecasting.fit(history, points, last);
            fitted = known;
        }
        return known.ahead(stepsAhead);
    }

    @Override
    public double last() {
        return last;
    }

    @Override
    public int points() {
        return points;
    }

    @Override
    public Predictor warmedUp() {
        ProphetPredictor live = new ProphetPredictor(forecasting, idleSkip, false, points, last, history);
        live.fitted = fitted;
        return live;
    }

    @Override
    public Snapshot snapshot() {
        List<Double> numbers = new ArrayList<>();
        numbers.add((double) forecasting.layout());
        numbers.add(SnapshotNumbers.of(sawTraffic));
        numbers.add((double) points);
        numbers.add(last);
        for (double number : history.numbers()) {
            numbers.add(number);
        }
        return new Snapshot(ProphetFamily.NAME, numbers);
    }
}
