package io.dynamoplanner.predict.arima;

/**
 * Coefficients c of {@code x_t = c_1·x_(t-1) + … + c_k·x_(t-k)} and whether such a recursion dies out.
 *
 * <p>It dies out exactly if all its partial autocorrelations lie between -1 and 1 (Durbin and Levinson's recursion, run
 * backwards, finds them). So a plain number per lag, squeezed into that interval, spans all stationary recursions and no
 * other (Monahan 1984): the optimiser needs no bounds. The errors' side of a model is the same with the sign turned.
 */
final class LagPolynomial {
    private LagPolynomial() {}

    /** Coefficients of the stationary recursion that free numbers stand for. */
    static void constrain(double[] free, int from, int count, double sign, double[] coefficients) {
        double[] earlier = new double[count];
        double[] c = new double[count];
        for (int k = 0; k < count; k++) {
            double x = free[from + k];
            double partial = x / Math.sqrt(1 + x * x);
            for (int i = 0; i < k; i++) {
                c[i] = earlier[i] + partial * earlier[k - 1 - i];
            }
            c[k] = partial;
            System.arraycopy(c, 0, earlier, 0, k + 1);
        }
        for (int i = 0; i < count; i++) {
            coefficients[from + i] = -sign * c[i];
        }
    }

    /** The inverse of {@link #constrain}; not finite for coefficients that are not stationary. */
    static void free(double[] coefficients, int from, int count, double sign, double[] free) {
        double[] c = new double[count];
        for (int i = 0; i < count; i++) {
            c[i] = -sign * coefficients[from + i];
        }
        for (int k = count - 1; k >= 0; k--) {
            double partial = stepDown(c, k);
            free[from + k] = partial / Math.sqrt(1 - partial * partial);
        }
    }

    /** Whether all inverse roots are smaller than a bound: with every lag's coefficient over bound^lag, the recursion dies out. */
    static boolean rootsWithin(double bound, double[] coefficients, int from, int count) {
        double[] c = new double[count];
        double scale = 1;
        for (int i = 0; i < count; i++) {
            scale *= bound;
            c[i] = -coefficients[from + i] / scale;
        }
        for (int k = count - 1; k >= 0; k--) {
            if (!(Math.abs(stepDown(c, k)) < 1)) {
                return false;
            }
        }
        return true;
    }

    /** Takes the last lag out of a recursion with k + 1 lags and returns its partial autocorrelation. */
    private static double stepDown(double[] c, int k) {
        double partial = c[k];
        double rest = 1 - partial * partial;
        for (int i = 0, j = k - 1; i <= j; i++, j--) {
            double low = (c[i] - partial * c[j]) / rest;
            double high = (c[j] - partial * c[i]) / rest;
            c[i] = low;
            c[j] = high;
        }
        return partial;
    }
}
