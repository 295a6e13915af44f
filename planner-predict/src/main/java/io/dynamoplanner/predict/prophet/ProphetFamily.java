package io.dynamoplanner.predict.prophet;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import io.dynamoplanner.predict.IdleSkip;
import io.dynamoplanner.predict.ReferenceRelease;
import java.util.Objects;
import java.util.Optional;

/**
 * The prophet predictors: a trend that bends, with daily, weekly and yearly seasons.
 *
 * <p>{@link #ours} keeps two weeks of windows, so that seasons are found, follows the residual of the newest window, and keeps
 * its forecasts between 0 and a bound that the history sets. {@link #reference} does what a release does, its time axis and
 * the places where its optimisers end included.
 *
 * @param log1p whether the curve is fitted to {@code log(1 + value)}; negative values then count as 0
 * @param options length of a window and of the history
 * @param reference the release whose arithmetic is used; empty for ours
 */
public record ProphetFamily(boolean log1p, ProphetOptions options, Optional<ReferenceRelease> reference)
        implements PredictorFamily {
    public static final String NAME = "prophet";

    public ProphetFamily {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(reference, "reference");
    }

    public static ProphetFamily ours(boolean log1p, ProphetOptions options) {
        return new ProphetFamily(log1p, options, Optional.empty());
    }

    public static ProphetFamily reference(boolean log1p, ProphetOptions options, ReferenceRelease release) {
        return new ProphetFamily(log1p, options, Optional.of(release));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Predictor fresh() {
        return ProphetPredictor.fresh(forecasting(), idleSkip());
    }

    @Override
    public Predictor restore(Snapshot snapshot) {
        return ProphetPredictor.restore(forecasting(), idleSkip(), snapshot);
    }

    private IdleSkip idleSkip() {
        return reference.map(ReferenceRelease::idleSkip).orElse(IdleSkip.UNTIL_FIRST_TRAFFIC);
    }

    private Forecasting forecasting() {
        return reference
                .<Forecasting>map(release -> new ReferenceForecasting(log1p, options, release))
                .orElseGet(() -> new OurForecasting(log1p, options));
    }
}
