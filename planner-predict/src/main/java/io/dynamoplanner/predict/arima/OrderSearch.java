package io.dynamoplanner.predict.arima;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds an order step by step (Hyndman and Khandakar 2008): a few to start with, then always the first neighbour of the
 * best one that is better, until none is. Better is a smaller AIC. The differencing is settled before, by
 * {@link Differences}.
 *
 * <p>Neighbours have one AR term, one MA term or one of each more or less; last, the constant comes or goes. An order whose
 * lags come too close to a root of 1 is never the best one: it stands for a difference too few or too many.
 */
final class OrderSearch {
    private static final int MOST_FITS = 100;
    /** Steps of AR and MA terms in the order in which they are tried. */
    private static final int[][] NEIGHBOURS = {{-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}};

    /**
     * What a search allows.
     *
     * @param largestRoot inverse roots above are too close to 1; the AR side is held to it only if there are no MA terms
     * @param mostIterations of the search for the parameters of one order
     */
    record Rules(double largestRoot, int mostIterations) {
        static final Rules REFERENCE = new Rules(0.99, 50);
        /**
         * A slow wave has inverse roots of 0.995 by its nature. Values in units of their spread settle in fewer iterations,
         * and what is left to gain after twenty of them did not make forecasts better.
         */
        static final Rules OURS = new Rules(0.999, 20);
    }

    private final double[] series;
    private final int differences;
    private final int mostTerms;
    private final Rules rules;
    private final Set<ArimaOrder> seen = new HashSet<>();

    private @Nullable ArimaFit best;
    private double least = Double.POSITIVE_INFINITY;
    private boolean constant;

    private OrderSearch(double[] series, int differences, Rules rules) {
        this.series = series;
        this.differences = differences;
        this.mostTerms = Math.min(ArimaOrder.MOST_TERMS, series.length / 3);
        this.rules = rules;
        this.constant = differences < 2;
    }

    /**
     * The best order with its fit, or nothing if none can be fitted.
     */
    static Optional<ArimaFit> best(double[] series, Rules rules) {
        if (series.length < 2 || Differences.isConstant(series)) {
            return Optional.empty();
        }
        int differences = Differences.needed(series);
        if (Differences.isConstant(Differences.of(series, differences))) {
            return ArimaFit.of(new ArimaOrder(0, differences, 0, true), series, rules.mostIterations);
        }
        OrderSearch search = new OrderSearch(series, differences, rules);
        search.run();
        return Optional.ofNullable(search.best);
    }

    private void run() {
        int start = Math.min(series.length < 10 ? 1 : 2, mostTerms);
        int p = start;
        int q = start;
        tries(p, q, constant);
        if (tries(0, 0, constant)) {
            p = 0;
            q = 0;
        }
        if (mostTerms > 0 && tries(1, 0, constant)) {
            p = 1;
            q = 0;
        }
        if (mostTerms > 0 && tries(0, 1, constant)) {
            p = 0;
            q = 1;
        }
        if (constant && tries(0, 0, false)) {
            p = 0;
            q = 0;
        }
        boolean improved = true;
        while (improved && seen.size() < MOST_FITS) {
            improved = false;
            for (int[] step : NEIGHBOURS) {
                if (tries(p + step[0], q + step[1], constant)) {
                    p += step[0];
                    q += step[1];
                    improved = true;
                    break;
                }
            }
            if (!improved && tries(p, q, !constant)) {
                constant = !constant;
                improved = true;
            }
        }
    }

    /** Fits an order, unless it was fitted before or has too few or too many terms. True if it is the best one so far. */
    private boolean tries(int p, int q, boolean withConstant) {
        if (Math.min(p, q) < 0 || Math.max(p, q) > mostTerms || seen.size() >= MOST_FITS) {
            return false;
        }
        ArimaOrder order = new ArimaOrder(p, differences, q, withConstant);
        if (!seen.add(order)) {
            return false;
        }
        Optional<ArimaFit> fit = ArimaFit.of(order, series, rules.mostIterations);
        double aic = fit.filter(this::isTrusted).map(ArimaFit::aic).orElse(Double.POSITIVE_INFINITY);
        if (aic < least) {
            least = aic;
            best = fit.orElseThrow();
            return true;
        }
        return false;
    }

    private boolean isTrusted(ArimaFit fit) {
        return !fit.hasRootAbove(rules.largestRoot);
    }
}
