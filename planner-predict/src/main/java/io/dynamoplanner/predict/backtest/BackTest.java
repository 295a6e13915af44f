package io.dynamoplanner.predict.backtest;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.traffic.TrafficSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Walks predictors through a recorded series as a planner would: after each window they forecast, and only then do they see the
 * next one. Deterministic but for the times.
 *
 * <p>As in the planner, count and lengths are fed as one aligned sample. The first windows are not scored: there a predictor is judged by its luck.
 *
 * @param horizon windows ahead that are forecast, at least 1
 * @param settle windows before the first one that is scored, at least 1
 * @param nanoTime a clock for the time per window; constant if that does not matter
 */
public record BackTest(int horizon, int settle, LongSupplier nanoTime) {
    /** Windows after which most predictors know the level. */
    public static final int USUAL_SETTLE = 10;

    private static final double Z90 = 1.2816;
    private static final double Z95 = 1.6449;
    private static final double Z99 = 2.3263;

    public BackTest {
        if (horizon < 1 || settle < 1) {
            throw new IllegalArgumentException("horizon and settle must be at least 1: " + horizon + ", " + settle);
        }
    }

    /** Windows that a series needs so that one can be scored. */
    public int leastWindows() {
        return settle + horizon;
    }

    /** Index of the first window that is scored. */
    public int firstScored() {
        return settle + horizon - 1;
    }

    /**
     * @return a score per contender, in their order
     * @throws IllegalArgumentException if the series is too short to score a window
     */
    public List<Score> run(List<Contender> contenders, List<TrafficSample> series) {
        if (series.size() < leastWindows()) {
            throw new IllegalArgumentException("a back-test " + horizon + " windows ahead needs at least "
                    + leastWindows() + " windows, but there are " + series.size());
        }
        List<TrafficSample> carried = carried(series);
        return contenders.stream()
                .map(contender -> score(contender, series, carried))
                .toList();
    }

    private static List<TrafficSample> carried(List<TrafficSample> series) {
        List<TrafficSample> carried = new ArrayList<>(series.size());
        TrafficSample last = TrafficSample.IDLE;
        for (TrafficSample sample : series) {
            last = sample.requests() > 0 ? sample : new TrafficSample(0, last.isl(), last.osl());
            carried.add(last);
        }
        return carried;
    }

    private Score score(Contender contender, List<TrafficSample> series, List<TrafficSample> carried) {
        PredictorFamily family = contender.family();
        Predictor requests = family.fresh();
        Predictor isl = family.fresh();
        Predictor osl = family.fresh();
        var tally = new Tally();
        long[] nanos = new long[series.size() - horizon];
        for (int i = 0; i + horizon < series.size(); i++) {
            TrafficSample seen = carried.get(i);
            long start = nanoTime.getAsLong();
            requests = requests.observe(seen.requests());
            boolean learns = seen.requests() > 0 || contender.repeatsLengths();
            isl = learns ? isl.observe(seen.isl()) : isl.missed(1);
            osl = learns ? osl.observe(seen.osl()) : osl.missed(1);
            Prediction count = requests.predict(horizon);
            double meanIsl = isl.predict(horizon).point();
            double meanOsl = osl.predict(horizon).point();
            nanos[i] = nanoTime.getAsLong() - start;
            if (i + 1 >= settle) {
                tally.add(count, meanIsl, meanOsl, carried.get(i + horizon));
            }
        }
        Arrays.sort(nanos);
        return tally.score(
                contender.name(),
                (double) nanos[nanos.length / 2],
                requests.choice().orElse(""));
    }

    private static final class Tally {
        private final List<Prediction> requests = new ArrayList<>();
        private int busy;
        private double requestsError;
        private double islError;
        private double oslError;
        private double loss;
        private int below90;
        private int below95;
        private int below99;

        void add(Prediction count, double isl, double osl, TrafficSample actual) {
            requests.add(count);
            double point = Math.max(0, count.point());
            requestsError += Math.abs(point - actual.requests());
            loss += ForecastLoss.of(new TrafficSample(point, isl, osl), actual);
            below90 += actual.requests() <= count.upper(Z90) ? 1 : 0;
            below95 += actual.requests() <= count.upper(Z95) ? 1 : 0;
            below99 += actual.requests() <= count.upper(Z99) ? 1 : 0;
            if (actual.requests() > 0) {
                busy++;
                islError += Math.abs(Math.max(0, isl) - actual.isl());
                oslError += Math.abs(Math.max(0, osl) - actual.osl());
            }
        }

        Score score(String name, double nanosPerWindow, String choice) {
            double n = requests.size();
            double withLengths = Math.max(1, busy);
            return new Score(
                    name,
                    requestsError / n,
                    islError / withLengths,
                    oslError / withLengths,
                    loss / n,
                    below90 / n,
                    below95 / n,
                    below99 / n,
                    nanosPerWindow,
                    requests,
                    choice);
        }
    }
}
