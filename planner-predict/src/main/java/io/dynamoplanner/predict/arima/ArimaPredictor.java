package io.dynamoplanner.predict.arima;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** What all ARIMA predictors have in common: which values are stored, and what is said while a model has nothing to say. */
final class ArimaPredictor implements Predictor {
    /** Values above are cut; their squares would not be finite. */
    private static final double LARGEST_VALUE = 1e140;

    private final ArimaFamily family;
    private final ArimaHistory history;
    private final ArimaModel model;

    ArimaPredictor(ArimaFamily family, ArimaHistory history, ArimaModel model) {
        this.family = family;
        this.history = history;
        this.model = model;
    }

    @Override
    public Predictor observe(double value) {
        double clean = Double.isFinite(value) ? value : 0;
        clean = Math.max(family.acceptsNegative() ? -LARGEST_VALUE : 0, Math.min(LARGEST_VALUE, clean));
        if (family.idleSkip().drops(clean, history.points(), history.sawTraffic())) {
            return this;
        }
        return new ArimaPredictor(family, history.append(clean, model.mostKept()), model.observed());
    }

    @Override
    public Prediction predict(int stepsAhead) {
        if (stepsAhead < 1) {
            throw new IllegalArgumentException("stepsAhead must be at least 1, not " + stepsAhead);
        }
        if (history.points() == 0) {
            return new Prediction(0, 0, Prediction.Basis.NO_DATA);
        }
        if (history.points() < model.leastPoints()) {
            return Prediction.tooFew(history.last(), history.points(), model.leastPoints());
        }
        return history.isConstant(history.kept())
                ? new Prediction(history.last(), 0, Prediction.Basis.MODEL)
                : model.predict(history, stepsAhead);
    }

    @Override
    public double last() {
        return history.last();
    }

    @Override
    public int points() {
        return history.points();
    }

    @Override
    public Predictor warmedUp() {
        return new ArimaPredictor(family, history.idle(), model.warmedUp(history));
    }

    /** Layout, points, traffic, count of values, the values, and what the model adds. */
    @Override
    public Snapshot snapshot() {
        List<Double> numbers = new ArrayList<>(history.kept() + 16);
        numbers.add((double) family.layout());
        numbers.add((double) history.points());
        numbers.add(history.sawTraffic() ? 1.0 : 0.0);
        numbers.add((double) history.kept());
        for (int i = 0; i < history.kept(); i++) {
            numbers.add(history.get(i));
        }
        numbers.addAll(model.save(history));
        return new Snapshot(ArimaFamily.NAME, numbers);
    }
}
