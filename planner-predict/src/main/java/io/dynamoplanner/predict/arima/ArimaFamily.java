package io.dynamoplanner.predict.arima;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import io.dynamoplanner.predict.IdleSkip;
import io.dynamoplanner.predict.ReferenceRelease;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Forecasts by autoregressive integrated moving averages, in our way or in that of a release of the reference.
 *
 * <p>A first forecast chooses an order, which takes tens of milliseconds; later ones take a fraction of one. A predictor
 * works its fit out when it is first asked and may then be shared between threads.
 */
public final class ArimaFamily implements PredictorFamily {
    public static final String NAME = "arima";

    private enum Kind {
        OURS(10),
        APPENDED(12),
        REFITTED(14);

        private final int layout;

        Kind(int layout) {
            this.layout = layout;
        }
    }

    private final Kind kind;
    private final boolean log1p;
    private final IdleSkip idleSkip;
    private final int window;
    private final IntPredicate asked;

    private ArimaFamily(Kind kind, boolean log1p, IdleSkip idleSkip, int window, IntPredicate asked) {
        this.kind = kind;
        this.log1p = log1p;
        this.idleSkip = idleSkip;
        this.window = window;
        this.asked = asked;
    }

    /** @param log1p whether the model is one of {@code log(1 + value)} */
    public static ArimaFamily ours(boolean log1p) {
        return new ArimaFamily(Kind.OURS, log1p, IdleSkip.UNTIL_FIRST_TRAFFIC, 0, points -> true);
    }

    /**
     * The reference's predictor with a running planner, which asks for a forecast after every window.
     *
     * @param log1p whether the model is one of {@code log(1 + value)}; the first releases have no such option
     * @param window values that the first releases fit to; later ones keep all
     */
    public static ArimaFamily reference(boolean log1p, ReferenceRelease release, int window) {
        return reference(log1p, release, window, points -> true);
    }

    /** @param asked whether the reference is asked for a forecast once so many values are stored */
    static ArimaFamily reference(boolean log1p, ReferenceRelease release, int window, IntPredicate asked) {
        boolean refits = release.refitsArima();
        return new ArimaFamily(
                refits ? Kind.REFITTED : Kind.APPENDED, log1p && !refits, release.idleSkip(), window, asked);
    }

    IdleSkip idleSkip() {
        return idleSkip;
    }

    /** Whether values below zero are kept as they are; otherwise they count as 0. */
    boolean acceptsNegative() {
        return kind == Kind.REFITTED;
    }

    /** First number of the snapshots: tells apart predictors that share a name but not a state. */
    int layout() {
        return kind.layout + (log1p ? 1 : 0);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Equal ones understand each other's snapshots. When a forecast is asked for is no part of that. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ArimaFamily family
                && kind == family.kind
                && log1p == family.log1p
                && idleSkip == family.idleSkip
                && window == family.window;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, log1p, idleSkip, window);
    }

    @Override
    public Predictor fresh() {
        return new ArimaPredictor(this, ArimaHistory.EMPTY, model());
    }

    private ArimaModel model() {
        return switch (kind) {
            case OURS -> new OwnArima(log1p);
            case APPENDED -> new AppendedArima(log1p, asked);
            case REFITTED -> new RefittedArima(window);
        };
    }

    @Override
    public Predictor restore(Snapshot snapshot) {
        List<Double> numbers = snapshot.numbers();
        if (!snapshot.family().equals(NAME)) {
            throw new IllegalArgumentException("snapshot is of predictor '" + snapshot.family() + "', not of '" + NAME
                    + "'; start fresh or configure the predictor that wrote it");
        }
        if (numbers.size() < 4 || numbers.get(0) != layout() || numbers.size() < 4 + numbers.get(3)) {
            throw new IllegalArgumentException("snapshot of predictor '" + NAME + "' must start with " + layout()
                    + " and hold as many values as it says, but holds " + numbers.size()
                    + " numbers; it was written with other predictor options, start fresh");
        }
        int end = 4 + numbers.get(3).intValue();
        double[] values = IntStream.range(4, end).mapToDouble(numbers::get).toArray();
        ArimaHistory history = new ArimaHistory(values, numbers.get(1).intValue(), numbers.get(2) != 0);
        ArimaModel model = kind == Kind.APPENDED
                ? AppendedArima.restore(log1p, asked, history, numbers.subList(end, numbers.size()))
                : model();
        return new ArimaPredictor(this, history, model);
    }
}
