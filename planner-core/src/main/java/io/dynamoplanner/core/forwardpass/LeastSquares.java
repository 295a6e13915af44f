package io.dynamoplanner.core.forwardpass;

import java.util.Arrays;
import java.util.Optional;

/**
 * Weighted least squares in up to a handful of columns, by normal equations.
 *
 * <p>Solved by Gauss-Jordan elimination with partial pivoting. Columns that depend on each other are told apart by a tiny
 * ridge on all columns but the first, which is the intercept.
 */
final class LeastSquares {
    private static final double SINGULAR = 1e-12;
    private static final double RIDGE = 1e-9;

    private LeastSquares() {}

    /**
     * Coefficients, one for each column; empty if there is no finite answer.
     *
     * @param rows one row of column values for each observation
     * @param weights factor on the residual of each observation
     */
    static Optional<double[]> solve(double[][] rows, double[] y, double[] weights) {
        int n = rows.length == 0 ? 0 : rows[0].length;
        if (n == 0) {
            return Optional.empty();
        }
        var normal = new double[n][n + 1];
        for (int r = 0; r < rows.length; r++) {
            double w = weights[r] * weights[r];
            for (int i = 0; i < n; i++) {
                double wx = w * rows[r][i];
                for (int j = 0; j < n; j++) {
                    normal[i][j] += wx * rows[r][j];
                }
                normal[i][n] += wx * y[r];
            }
        }
        Optional<double[]> direct = eliminate(copy(normal));
        if (direct.isPresent()) {
            return direct;
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += normal[i][i];
        }
        for (int i = 1; i < n; i++) {
            normal[i][i] += RIDGE * Math.max(1, trace);
        }
        return eliminate(normal);
    }

    private static Optional<double[]> eliminate(double[][] m) {
        int n = m.length;
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c + 1; r < n; r++) {
                if (Math.abs(m[r][c]) > Math.abs(m[pivot][c])) {
                    pivot = r;
                }
            }
            if (!(Math.abs(m[pivot][c]) >= SINGULAR)) {
                return Optional.empty();
            }
            double[] swapped = m[c];
            m[c] = m[pivot];
            m[pivot] = swapped;
            double by = m[c][c];
            for (int k = c; k <= n; k++) {
                m[c][k] /= by;
            }
            for (int r = 0; r < n; r++) {
                double factor = m[r][c];
                if (r != c && factor != 0) {
                    for (int k = c; k <= n; k++) {
                        m[r][k] -= factor * m[c][k];
                    }
                }
            }
        }
        double[] answer = Arrays.stream(m).mapToDouble(row -> row[n]).toArray();
        return Arrays.stream(answer).allMatch(Double::isFinite) ? Optional.of(answer) : Optional.empty();
    }

    private static double[][] copy(double[][] m) {
        return Arrays.stream(m).map(double[]::clone).toArray(double[][]::new);
    }
}
