package io.dynamoplanner.predict.arima;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ours: a window of bounded length, an order that is chosen again as values come, and a forecast that has to be better than
 * the last value.
 *
 * <ul>
 *   <li>The order is chosen at 10, 20, … 60, 90, … 240, 360, … stored values, from the newest 720 of them. In between the
 *       parameters stay and the state follows the values. So the forecast depends on the values kept and on nothing else.
 *   <li>Values are taken relative to their mean and in units of their spread. The likelihood then bends as much along the
 *       constant and the variance as along the lags, and the search for its maximum does not stall.
 *   <li>The model is trusted as long as its own forecasts of the newest 24 values were closer than the values before them.
 *       After an outage or a jump it often is not, for a while; then the forecast is the last value and says so.
 *   <li>The forecast lies between 0 and twice the largest of the newest 60 values.
 * </ul>
 */
final class OwnArima implements ArimaModel {
    private static final int WINDOW = 720;
    private static final int MOST_BETWEEN_CHOICES = 120;
    private static final int TESTED = 24;
    private static final int RECENT = 60;
    private static final double MOST_OF_RECENT = 2;

    private final boolean log1p;
    /** The choice that was made at so many points, if somebody asked since. */
    private final Made known;

    private volatile @Nullable Found found;
    private volatile @Nullable Made chosen;

    private record Made(int points, Optional<Choice> choice) {}

    /** An order with its parameters and the transformation they hold for. */
    private record Choice(ArimaFit fit, double mean, double scale) {}

    private record Fitted(ArimaFit fit, Choice choice, boolean isTrusted, double step) {}

    /** What fitting came to; empty if nothing fits. */
    private record Found(Optional<Fitted> fitted) {}

    OwnArima(boolean log1p) {
        this(log1p, new Made(0, Optional.empty()));
    }

    private OwnArima(boolean log1p, Made known) {
        this.log1p = log1p;
        this.known = known;
    }

    @Override
    public int leastPoints() {
        return 10;
    }

    @Override
    public int mostKept() {
        return WINDOW + MOST_BETWEEN_CHOICES;
    }

    @Override
    public ArimaModel observed() {
        Made newest = chosen;
        return new OwnArima(log1p, newest == null ? known : newest);
    }

    @Override
    public ArimaModel warmedUp(ArimaHistory history) {
        return this;
    }

    @Override
    public List<Double> save(ArimaHistory history) {
        return List.of();
    }

    /** Stored values at the newest choice of an order. */
    private static int choiceAt(int points) {
        int every = points < 60 ? 10 : points < 240 ? 30 : MOST_BETWEEN_CHOICES;
        return points - points % every;
    }

    @Override
    public Prediction predict(ArimaHistory history, int stepsAhead) {
        Found now = found;
        if (now == null) {
            now = new Found(fit(history));
            found = now;
        }
        if (now.fitted.isEmpty()) {
            return Prediction.lastValue(history.last(), 0, ArimaModel.NO_FIT);
        }
        Fitted fit = now.fitted.get();
        if (!fit.isTrusted) {
            double sigma = fit.step * Math.sqrt(stepsAhead);
            return Prediction.lastValue(
                    history.last(), Double.isFinite(sigma) ? sigma : 0, "lately closer than the model");
        }
        ArimaFit.Forecast scaled = fit.fit.forecast(stepsAhead);
        var forecast = new ArimaFit.Forecast(
                fit.choice.mean + fit.choice.scale * scaled.mean(), fit.choice.scale * scaled.deviation());
        Prediction plain = ArimaModel.prediction(history, forecast, log1p, true);
        double most = MOST_OF_RECENT * largest(history);
        return plain.point() <= most ? plain : new Prediction(most, Math.min(most, plain.sigma()), plain.basis());
    }

    private Optional<Fitted> fit(ArimaHistory history) {
        int at = choiceAt(history.points());
        int dropped = history.points() - history.kept();
        int from = Math.max(0, at - WINDOW - dropped);
        Made newest = known.points == at ? known : new Made(at, choose(history, from, at - dropped));
        chosen = newest;
        return newest.choice.flatMap(made -> {
            double[] series = history.between(from, history.kept(), log1p);
            scale(series, made.mean, made.scale);
            return ArimaFit.with(made.fit.order(), made.fit.parameters(), series, TESTED)
                    .map(fit -> test(fit, made, history));
        });
    }

    private Optional<Choice> choose(ArimaHistory history, int from, int to) {
        double[] series = history.between(from, to, log1p);
        double mean = Arrays.stream(series).sum() / series.length;
        double squares = 0;
        for (double value : series) {
            squares += (value - mean) * (value - mean);
        }
        double scale = Math.sqrt(squares / series.length);
        if (!(scale > 0) || scale == Double.POSITIVE_INFINITY) {
            return Optional.empty();
        }
        scale(series, mean, scale);
        return OrderSearch.best(series, OrderSearch.Rules.OURS).map(fit -> new Choice(fit, mean, scale));
    }

    private static void scale(double[] series, double mean, double scale) {
        for (int i = 0; i < series.length; i++) {
            series[i] = (series[i] - mean) / scale;
        }
    }

    private Fitted test(ArimaFit fit, Choice choice, ArimaHistory history) {
        double[] means = fit.recentMeans();
        double byModel = 0;
        double byLast = 0;
        double squares = 0;
        int last = history.kept() - 1;
        for (int i = 0; i < means.length; i++) {
            int at = last - (means.length - 1 - i);
            double mean = choice.mean + choice.scale * means[i];
            double point = Math.max(0, log1p ? StrictMath.expm1(mean) : mean);
            double step = at > 0 ? history.get(at) - history.get(at - 1) : 0;
            byModel += Math.abs(history.get(at) - point);
            byLast += Math.abs(step);
            squares += step * step;
        }
        return new Fitted(fit, choice, byModel < byLast, Math.sqrt(squares / Math.max(1, means.length)));
    }

    private static double largest(ArimaHistory history) {
        double most = 0;
        for (int i = Math.max(0, history.kept() - RECENT); i < history.kept(); i++) {
            most = Math.max(most, history.get(i));
        }
        return most;
    }
}
