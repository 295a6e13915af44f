package io.dynamoplanner.predict.arima;

/** Mean and covariance of the state of a stationary process before anything is seen; see {@link ArimaFilter}. */
final class StationaryStart {
    private StationaryStart() {}

    /** The mean of the process is {@code c / (1 - Σφ)}; later components hold their share of it. */
    static void mean(double[] ar, double constant, double[] state) {
        double rest = 1;
        for (double lag : ar) {
            rest -= lag;
        }
        double mean = constant == 0 ? 0 : constant / rest;
        int r = state.length;
        double share = 0;
        for (int i = r - 1; i > 0; i--) {
            share += ar[i];
            state[i] = share * mean;
        }
        state[0] = mean;
    }

    /**
     * @param lags how many of the AR terms are in use
     * @param p takes the covariance for errors of variance 1
     * @return false if the parameters are not stationary as far as rounding can tell
     */
    static boolean covariance(double[] ar, double[] theta, int lags, double[][] p) {
        int r = ar.length;
        double[] psi = weights(ar, theta);
        double[] gamma = autocovariances(ar, theta, lags, psi);
        for (int j = 0; j < r; j++) {
            double sum = 0;
            for (int k = 0; j + k < r; k++) {
                sum += theta[j + k] * psi[k] + ar[j + k] * gamma[k + 1];
            }
            p[0][j] = sum;
            p[j][0] = sum;
        }
        for (int i = r - 1; i > 0; i--) {
            for (int j = r - 1; j >= i; j--) {
                double sum = ar[i] * ar[j] * p[0][0] + theta[i] * theta[j];
                if (j + 1 < r) {
                    sum += ar[i] * p[0][j + 1] + ar[j] * p[0][i + 1] + p[i + 1][j + 1];
                } else if (i + 1 < r) {
                    sum += ar[j] * p[0][i + 1];
                }
                p[i][j] = sum;
                p[j][i] = sum;
            }
        }
        return p[0][0] > 0 && p[0][0] < Double.POSITIVE_INFINITY;
    }

    /** Weight of the error k windows ago in the value of now. */
    private static double[] weights(double[] ar, double[] theta) {
        double[] psi = new double[theta.length];
        for (int k = 0; k < psi.length; k++) {
            psi[k] = theta[k];
            for (int i = 1; i <= k; i++) {
                psi[k] += ar[i - 1] * psi[k - i];
            }
        }
        return psi;
    }

    /** {@code γ_h - Σφ_i·γ_|h-i| = Σθ_k·ψ_(k-h)} for h from 0 to the number of lags, solved; the same gives the later ones. */
    private static double[] autocovariances(double[] ar, double[] theta, int lags, double[] psi) {
        int r = ar.length;
        double[][] rows = new double[lags + 1][lags + 2];
        for (int h = 0; h <= lags; h++) {
            rows[h][h] = 1;
            for (int i = 1; i <= lags; i++) {
                rows[h][Math.abs(h - i)] -= ar[i - 1];
            }
            rows[h][lags + 1] = shared(theta, psi, h);
        }
        double[] gamma = new double[r + 1];
        eliminate(rows, gamma);
        for (int h = lags + 1; h <= r; h++) {
            double sum = shared(theta, psi, h);
            for (int i = 1; i <= lags; i++) {
                sum += ar[i - 1] * gamma[h - i];
            }
            gamma[h] = sum;
        }
        return gamma;
    }

    private static double shared(double[] theta, double[] psi, int h) {
        double sum = 0;
        for (int k = h; k < theta.length; k++) {
            sum += theta[k] * psi[k - h];
        }
        return sum;
    }

    /** Gauss with row exchange; each row ends with its right-hand side. */
    private static void eliminate(double[][] rows, double[] solution) {
        int n = rows.length;
        for (int i = 0; i < n; i++) {
            int pivot = i;
            for (int j = i + 1; j < n; j++) {
                pivot = Math.abs(rows[j][i]) > Math.abs(rows[pivot][i]) ? j : pivot;
            }
            double[] row = rows[pivot];
            rows[pivot] = rows[i];
            rows[i] = row;
            for (int j = i + 1; j < n; j++) {
                double times = rows[j][i] / row[i];
                for (int k = i; k <= n; k++) {
                    rows[j][k] -= times * row[k];
                }
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = rows[i][n];
            for (int k = i + 1; k < n; k++) {
                sum -= rows[i][k] * solution[k];
            }
            solution[i] = sum / rows[i][i];
        }
    }
}
