package io.dynamoplanner.predict.arima;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first releases of the reference: order and parameters are found anew from the newest values for each forecast. */
final class RefittedArima implements ArimaModel {
    private final int window;
    private volatile @Nullable Found found;

    /** What the search came to; empty if no order fits. */
    private record Found(Optional<ArimaFit> fit) {}

    RefittedArima(int window) {
        this.window = window;
    }

    @Override
    public int leastPoints() {
        return 5;
    }

    @Override
    public int mostKept() {
        return window;
    }

    @Override
    public ArimaModel observed() {
        return new RefittedArima(window);
    }

    @Override
    public ArimaModel warmedUp(ArimaHistory history) {
        return this;
    }

    @Override
    public Prediction predict(ArimaHistory history, int stepsAhead) {
        return fit(history)
                .map(best -> ArimaModel.prediction(history, best.forecast(stepsAhead), false, false))
                .orElseGet(() -> Prediction.lastValue(history.last(), 0, ArimaModel.NO_FIT));
    }

    private Optional<ArimaFit> fit(ArimaHistory history) {
        Found known = found;
        if (known == null) {
            known = new Found(OrderSearch.best(history.between(0, history.kept(), false), OrderSearch.Rules.REFERENCE));
            found = known;
        }
        return known.fit();
    }

    @Override
    public List<Double> save(ArimaHistory history) {
        return List.of();
    }
}
