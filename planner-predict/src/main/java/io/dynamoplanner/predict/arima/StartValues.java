package io.dynamoplanner.predict.arima;

import java.util.Arrays;

/**
 * Where the search for the maximum of the likelihood starts: two regressions (Hannan and Rissanen 1982).
 *
 * <p>The errors of a model with MA terms are not seen. A long autoregression, of twice as many lags as there are MA terms,
 * estimates them; then the series is regressed on its own lags and on lags of these errors, as if they had been seen.
 * Lags whose recursion does not die out start at zero instead, and so does everything if the series is too short.
 */
final class StartValues {
    private static final double LEAST_VARIANCE = 1e-10;
    /** A recursion with an inverse root this large counts as one that does not die out. */
    private static final double LARGEST_ROOT = 1 - 1e-10;

    private StartValues() {}

    /** Parameters in the order of {@link ArimaOrder}; the lags are those of a stationary recursion. */
    static double[] of(ArimaOrder order, double[] series) {
        double[] x = Differences.of(series, order.differences());
        double[] parameters = new double[order.parameters()];
        double variance;
        if (order.parameters() == 1) {
            variance = squares(x, 0) / series.length;
        } else {
            double[] errors = isTooShort(order, x.length)
                    ? deviations(x, 2 * order.ma())
                    : regress(order, x, longAutoregression(order, x), parameters);
            int counted = errors.length - order.ma();
            variance = errors.length > Math.max(1, order.ma())
                    ? squares(errors, order.ma()) / counted
                    : squares(deviations(x, 0), 0) / x.length;
        }
        zeroUnlessStationary(parameters, order.firstAr(), order.ar(), 1);
        zeroUnlessStationary(parameters, order.firstMa(), order.ma(), -1);
        parameters[order.variance()] = Math.max(variance, LEAST_VARIANCE);
        return parameters;
    }

    private static boolean isTooShort(ArimaOrder order, int n) {
        return n == 0 || (order.ma() > 0 && 3 * order.ma() >= n) || (order.ar() > 0 && order.ar() >= n);
    }

    /** Errors of the long autoregression; the first belongs to the value after its lags. */
    private static double[] longAutoregression(ArimaOrder order, double[] x) {
        int lags = 2 * order.ma();
        if (lags == 0) {
            return x;
        }
        double[][] columns = new double[lags][];
        for (int lag = 1; lag <= lags; lag++) {
            columns[lag - 1] = Arrays.copyOfRange(x, lags - lag, x.length - lag);
        }
        return errors(columns, Arrays.copyOfRange(x, lags, x.length), new double[lags]);
    }

    private static double[] regress(ArimaOrder order, double[] x, double[] earlier, double[] parameters) {
        int skipped = Math.max(3 * order.ma(), order.ar());
        int offset = 2 * order.ma();
        double[][] columns = new double[order.variance()][];
        if (order.constant()) {
            columns[0] = new double[x.length - skipped];
            Arrays.fill(columns[0], 1);
        }
        for (int lag = 1; lag <= order.ar(); lag++) {
            columns[order.firstAr() + lag - 1] = Arrays.copyOfRange(x, skipped - lag, x.length - lag);
        }
        for (int lag = 1; lag <= order.ma(); lag++) {
            columns[order.firstMa() + lag - 1] =
                    Arrays.copyOfRange(earlier, skipped - offset - lag, earlier.length - lag);
        }
        return errors(columns, Arrays.copyOfRange(x, skipped, x.length), parameters);
    }

    /** Errors of a regression, and its coefficients at the beginning of the result. */
    private static double[] errors(double[][] columns, double[] y, double[] result) {
        double[][] work = new double[columns.length][];
        for (int j = 0; j < columns.length; j++) {
            work[j] = columns[j].clone();
        }
        double[] x = LeastSquares.solve(work, y.clone());
        System.arraycopy(x, 0, result, 0, x.length);
        double[] errors = y.clone();
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < y.length; i++) {
                errors[i] -= x[j] * columns[j][i];
            }
        }
        return errors;
    }

    private static double[] deviations(double[] x, int zeros) {
        double mean = Arrays.stream(x).average().orElse(0);
        double[] deviations = new double[zeros + x.length];
        for (int i = 0; i < x.length; i++) {
            deviations[zeros + i] = x[i] - mean;
        }
        return deviations;
    }

    private static double squares(double[] x, int from) {
        double sum = 0;
        for (int i = from; i < x.length; i++) {
            sum += x[i] * x[i];
        }
        return sum;
    }

    private static void zeroUnlessStationary(double[] parameters, int from, int count, double sign) {
        double[] lags = new double[count];
        for (int i = 0; i < count; i++) {
            lags[i] = sign * parameters[from + i];
        }
        if (!LagPolynomial.rootsWithin(LARGEST_ROOT, lags, 0, count)) {
            Arrays.fill(parameters, from, from + count, 0);
        }
    }
}
