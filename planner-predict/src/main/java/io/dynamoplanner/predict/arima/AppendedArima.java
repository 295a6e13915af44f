package io.dynamoplanner.predict.arima;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The releases of the reference from 0.8 on: the order is chosen once, at the first forecast, and at each later one the values
 * since are appended and the parameters go on from where they were.
 *
 * <p>So the reference's forecast depends on when it was asked for others before. Here asking changes nothing, and when the
 * reference would have been asked is a rule: after every stored value, as a running planner asks, but not during a warm-up.
 * A forecast at another moment is what the reference would answer if it were asked just then.
 */
final class AppendedArima implements ArimaModel {
    private static final int LEAST_POINTS = 5;

    private final boolean log1p;
    private final IntPredicate asked;
    /** Stored values at which the first forecast may be asked for. */
    private final int firstAsked;

    private final AppendedProgress before;
    private volatile @Nullable AppendedProgress after;
    private volatile @Nullable AppendedProgress forecast;

    /** @param asked whether the reference is asked for a forecast once so many values are stored */
    AppendedArima(boolean log1p, IntPredicate asked) {
        this(log1p, asked, LEAST_POINTS, AppendedProgress.NONE);
    }

    private AppendedArima(boolean log1p, IntPredicate asked, int firstAsked, AppendedProgress before) {
        this.log1p = log1p;
        this.asked = asked;
        this.firstAsked = firstAsked;
        this.before = before;
    }

    static AppendedArima restore(boolean log1p, IntPredicate asked, ArimaHistory history, List<Double> numbers) {
        int firstAsked = numbers.get(0).intValue();
        return new AppendedArima(
                log1p, asked, firstAsked, AppendedProgress.restore(history, numbers.subList(1, numbers.size())));
    }

    @Override
    public int leastPoints() {
        return LEAST_POINTS;
    }

    @Override
    public int mostKept() {
        return Integer.MAX_VALUE;
    }

    @Override
    public ArimaModel observed() {
        AppendedProgress known = after;
        return new AppendedArima(log1p, asked, firstAsked, known == null ? before : known);
    }

    /** Nobody asked during the warm-up, so nothing was fitted: the order is chosen once live values have come. */
    @Override
    public ArimaModel warmedUp(ArimaHistory history) {
        return new AppendedArima(log1p, asked, Math.max(LEAST_POINTS, history.points() + 1), AppendedProgress.NONE);
    }

    @Override
    public Prediction predict(ArimaHistory history, int stepsAhead) {
        AppendedProgress now = forecast;
        if (now == null) {
            now = progress(history).asked(history, history.points(), log1p);
            forecast = now;
        }
        return now.predict(history, stepsAhead);
    }

    private AppendedProgress progress(ArimaHistory history) {
        AppendedProgress known = after;
        if (known == null) {
            known = before;
            for (int points = Math.max(firstAsked, before.points() + 1); points <= history.points(); points++) {
                if (asked.test(points)) {
                    known = known.asked(history, points, log1p);
                }
            }
            known = known.upTo(history.points());
            after = known;
        }
        return known;
    }

    @Override
    public List<Double> save(ArimaHistory history) {
        List<Double> numbers = new ArrayList<>();
        numbers.add((double) firstAsked);
        progress(history).save(numbers);
        return numbers;
    }
}
