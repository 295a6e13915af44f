package io.dynamoplanner.core.engine;

import java.util.stream.DoubleStream;

/**
 * Piecewise cubic through points with increasing abscissas and non-decreasing values that never decreases between them
 * and never leaves the range of the two neighbours (Fritsch and Carlson; slopes by Fritsch and Butland).
 *
 * <p>The slope at an inner point is the weighted harmonic mean of the secants beside it, 0 beside a plateau; at the
 * ends it is the slope of the parabola through three points, kept between 0 and three times the secant. With two points
 * this is a straight line, with one a constant.
 */
final class MonotoneCubic {
    private final double[] x;
    private final double[] y;
    private final double[] slope;

    MonotoneCubic(double[] x, double[] y) {
        this.x = x.clone();
        this.y = y.clone();
        slope = slopes(x, y);
    }

    private static double[] slopes(double[] x, double[] y) {
        int n = x.length;
        double[] slope = new double[n];
        if (n < 2) {
            return slope;
        }
        double[] width = new double[n - 1];
        double[] secant = new double[n - 1];
        for (int i = 0; i < n - 1; i++) {
            width[i] = x[i + 1] - x[i];
            secant[i] = (y[i + 1] - y[i]) / width[i];
        }
        if (n == 2) {
            slope[0] = secant[0];
            slope[1] = secant[0];
            return slope;
        }
        for (int i = 1; i < n - 1; i++) {
            if (secant[i - 1] > 0 && secant[i] > 0) {
                double before = 2 * width[i] + width[i - 1];
                double after = width[i] + 2 * width[i - 1];
                slope[i] = (before + after) / (before / secant[i - 1] + after / secant[i]);
            }
        }
        slope[0] = endSlope(width[0], width[1], secant[0], secant[1]);
        slope[n - 1] = endSlope(width[n - 2], width[n - 3], secant[n - 2], secant[n - 3]);
        return slope;
    }

    private static double endSlope(double width, double nextWidth, double secant, double nextSecant) {
        double parabola = ((2 * width + nextWidth) * secant - width * nextSecant) / (width + nextWidth);
        return Math.max(0, Math.min(parabola, 3 * secant));
    }

    /** The abscissas and {@code extra}, sorted. */
    double[] knotsWith(double extra) {
        return DoubleStream.concat(DoubleStream.of(x), DoubleStream.of(extra))
                .sorted()
                .distinct()
                .toArray();
    }

    double firstX() {
        return x[0];
    }

    double lastX() {
        return x[x.length - 1];
    }

    double firstY() {
        return y[0];
    }

    double lastY() {
        return y[y.length - 1];
    }

    double firstSlope() {
        return slope[0];
    }

    /** Value at {@code at}, clamped to the first and last point. */
    double value(double at) {
        if (at <= x[0]) {
            return y[0];
        }
        int last = x.length - 1;
        if (at >= x[last]) {
            return y[last];
        }
        int i = Knots.segment(x, at);
        double width = x[i + 1] - x[i];
        double t = (at - x[i]) / width;
        double rise = y[i + 1] - y[i];
        double quadratic = 3 * rise - width * (2 * slope[i] + slope[i + 1]);
        double cubic = width * (slope[i] + slope[i + 1]) - 2 * rise;
        double value = y[i] + t * (width * slope[i] + t * (quadratic + t * cubic));
        return Math.max(y[i], Math.min(value, y[i + 1]));
    }
}
