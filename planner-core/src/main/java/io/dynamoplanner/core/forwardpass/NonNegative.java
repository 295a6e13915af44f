package io.dynamoplanner.core.forwardpass;

import java.util.Optional;

/**
 * Least squares whose slopes are not negative: every subset of the columns is solved for, those with a negative coefficient
 * are set aside, and the smallest squared error wins. For two or three columns that is exact and quicker than searching.
 */
final class NonNegative {
    private NonNegative() {}

    /** What the intercept, the first column, may be. */
    enum Intercept {
        /** Any number. */
        FREE,
        /** Not negative either. */
        NON_NEGATIVE
    }

    /** Coefficients for all columns, 0 for those that are not used; empty if no subset has an answer. */
    static Optional<double[]> solve(double[][] rows, double[] y, double[] weights, Intercept intercept) {
        int n = rows.length == 0 ? 0 : rows[0].length;
        double[] best = new double[0];
        double least = Double.POSITIVE_INFINITY;
        for (int subset = 0; subset < 1 << n; subset++) {
            boolean withIntercept = (subset & 1) != 0;
            if (subset == 0 || (intercept == Intercept.FREE && !withIntercept)) {
                continue;
            }
            Optional<double[]> solved = solve(rows, y, weights, subset);
            if (solved.isEmpty() || isNegative(solved.get(), intercept == Intercept.FREE ? 1 : 0)) {
                continue;
            }
            double error = squaredError(rows, y, weights, solved.get());
            if (error < least) {
                least = error;
                best = solved.get();
            }
        }
        return best.length == 0 ? Optional.empty() : Optional.of(best);
    }

    private static Optional<double[]> solve(double[][] rows, double[] y, double[] weights, int subset) {
        int n = rows[0].length;
        int active = Integer.bitCount(subset);
        var chosen = new double[rows.length][active];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0, at = 0; i < n; i++) {
                if ((subset >> i & 1) != 0) {
                    chosen[r][at++] = rows[r][i];
                }
            }
        }
        return LeastSquares.solve(chosen, y, weights).map(part -> {
            var whole = new double[n];
            for (int i = 0, at = 0; i < n; i++) {
                if ((subset >> i & 1) != 0) {
                    whole[i] = part[at++];
                }
            }
            return whole;
        });
    }

    private static boolean isNegative(double[] coefficients, int from) {
        for (int i = from; i < coefficients.length; i++) {
            if (coefficients[i] < 0) {
                return true;
            }
        }
        return false;
    }

    static double squaredError(double[][] rows, double[] y, double[] weights, double[] coefficients) {
        double sum = 0;
        for (int r = 0; r < rows.length; r++) {
            double value = 0;
            for (int i = 0; i < coefficients.length; i++) {
                value += coefficients[i] * rows[r][i];
            }
            double residual = weights[r] * (value - y[r]);
            sum += residual * residual;
        }
        return sum;
    }
}
