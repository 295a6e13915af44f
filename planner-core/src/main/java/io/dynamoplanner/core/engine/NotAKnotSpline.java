package io.dynamoplanner.core.engine;

/**
 * Not-a-knot cubic spline through at least four points with strictly increasing abscissas.
 *
 * <p>The unknowns are the second derivatives M at the points. Equal slopes on both sides of an inner point give
 *
 * <pre>h[i-1] M[i-1] + 2 (h[i-1] + h[i]) M[i] + h[i] M[i+1] = 6 (d[i] - d[i-1])</pre>
 *
 * where h are the widths of the segments and d their secant slopes. "Not a knot" means that the first two segments are
 * one cubic, that is, have the same third derivative: (M[1] - M[0]) / h[0] = (M[2] - M[1]) / h[1], and the same at the
 * other end. Both end conditions are put into their neighbour rows, which leaves a tridiagonal system for M[1..n-2]
 * whose diagonal dominates.
 */
final class NotAKnotSpline {
    private final double[] x;
    /** Per segment: value, slope, half the second and a sixth of the third derivative at its left point. */
    private final double[] coefficients;

    NotAKnotSpline(double[] x, double[] y) {
        int n = x.length;
        double[] h = new double[n - 1];
        double[] slope = new double[n - 1];
        for (int i = 0; i < n - 1; i++) {
            h[i] = x[i + 1] - x[i];
            slope[i] = (y[i + 1] - y[i]) / h[i];
        }
        double[] m = secondDerivatives(h, slope);
        this.x = x.clone();
        coefficients = new double[4 * (n - 1)];
        for (int i = 0; i < n - 1; i++) {
            coefficients[4 * i] = y[i];
            coefficients[4 * i + 1] = slope[i] - h[i] * (2 * m[i] + m[i + 1]) / 6;
            coefficients[4 * i + 2] = m[i] / 2;
            coefficients[4 * i + 3] = (m[i + 1] - m[i]) / (6 * h[i]);
        }
    }

    private static double[] secondDerivatives(double[] h, double[] slope) {
        int n = h.length + 1;
        double[] diagonal = new double[n];
        double[] upper = new double[n];
        double[] m = new double[n];
        for (int i = 1; i < n - 1; i++) {
            double lower = h[i - 1];
            diagonal[i] = 2 * (h[i - 1] + h[i]);
            upper[i] = h[i];
            m[i] = 6 * (slope[i] - slope[i - 1]);
            if (i == 1) {
                diagonal[i] += h[0] * (h[0] + h[1]) / h[1];
                upper[i] -= h[0] * h[0] / h[1];
                lower = 0;
            }
            if (i == n - 2) {
                double last = h[n - 2];
                double beforeLast = h[n - 3];
                diagonal[i] += last * (last + beforeLast) / beforeLast;
                lower -= last * last / beforeLast;
                upper[i] = 0;
            }
            if (i > 1) {
                double factor = lower / diagonal[i - 1];
                diagonal[i] -= factor * upper[i - 1];
                m[i] -= factor * m[i - 1];
            }
        }
        for (int i = n - 2; i >= 1; i--) {
            m[i] = (m[i] - (i < n - 2 ? upper[i] * m[i + 1] : 0)) / diagonal[i];
        }
        m[0] = ((h[0] + h[1]) * m[1] - h[0] * m[2]) / h[1];
        m[n - 1] = ((h[n - 2] + h[n - 3]) * m[n - 2] - h[n - 2] * m[n - 3]) / h[n - 3];
        return m;
    }

    /** Value at {@code at}, clamped to the first and last point. */
    double value(double at) {
        double clamped = Math.max(x[0], Math.min(at, x[x.length - 1]));
        int i = Knots.segment(x, clamped);
        double t = clamped - x[i];
        int c = 4 * i;
        return coefficients[c] + t * (coefficients[c + 1] + t * (coefficients[c + 2] + t * coefficients[c + 3]));
    }
}
