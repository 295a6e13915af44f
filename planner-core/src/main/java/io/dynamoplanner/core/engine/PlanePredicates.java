package io.dynamoplanner.core.engine;

import java.math.BigDecimal;

/**
 * Signs of the two determinants that a Delaunay triangulation is built on, without rounding error: floating point
 * decides where its error bound allows, exact decimal arithmetic where not (every double is a finite decimal).
 */
final class PlanePredicates {
    private static final double HALF_ULP = 0x1p-53;
    private static final double ORIENTATION_BOUND = (3 + 16 * HALF_ULP) * HALF_ULP;
    private static final double CIRCLE_BOUND = (10 + 96 * HALF_ULP) * HALF_ULP;

    private final double[] x;
    private final double[] y;

    PlanePredicates(double[] x, double[] y) {
        this.x = x;
        this.y = y;
    }

    /** Above 0 if the points a, b, c turn left, below 0 if right, 0 if they are on one line. */
    int orientation(int a, int b, int c) {
        double left = (x[a] - x[c]) * (y[b] - y[c]);
        double right = (y[a] - y[c]) * (x[b] - x[c]);
        double det = left - right;
        if (Math.abs(det) > ORIENTATION_BOUND * (Math.abs(left) + Math.abs(right))) {
            return det > 0 ? 1 : -1;
        }
        return minus(x[a], x[c])
                .multiply(minus(y[b], y[c]))
                .compareTo(minus(y[a], y[c]).multiply(minus(x[b], x[c])));
    }

    /** Whether d is strictly inside the circle through a, b, c, which turn left. */
    boolean insideCircle(int a, int b, int c, int d) {
        double ax = x[a] - x[d];
        double ay = y[a] - y[d];
        double bx = x[b] - x[d];
        double by = y[b] - y[d];
        double cx = x[c] - x[d];
        double cy = y[c] - y[d];
        double a2 = ax * ax + ay * ay;
        double b2 = bx * bx + by * by;
        double c2 = cx * cx + cy * cy;
        double det = a2 * (bx * cy - cx * by) + b2 * (cx * ay - ax * cy) + c2 * (ax * by - bx * ay);
        double size = a2 * (Math.abs(bx * cy) + Math.abs(cx * by))
                + b2 * (Math.abs(cx * ay) + Math.abs(ax * cy))
                + c2 * (Math.abs(ax * by) + Math.abs(bx * ay));
        if (Math.abs(det) > CIRCLE_BOUND * size) {
            return det > 0;
        }
        return exactCircle(a, b, c, d) > 0;
    }

    private int exactCircle(int a, int b, int c, int d) {
        BigDecimal ax = minus(x[a], x[d]);
        BigDecimal ay = minus(y[a], y[d]);
        BigDecimal bx = minus(x[b], x[d]);
        BigDecimal by = minus(y[b], y[d]);
        BigDecimal cx = minus(x[c], x[d]);
        BigDecimal cy = minus(y[c], y[d]);
        return squares(ax, ay)
                .multiply(cross(bx, by, cx, cy))
                .add(squares(bx, by).multiply(cross(cx, cy, ax, ay)))
                .add(squares(cx, cy).multiply(cross(ax, ay, bx, by)))
                .signum();
    }

    private static BigDecimal minus(double p, double q) {
        return new BigDecimal(p).subtract(new BigDecimal(q));
    }

    private static BigDecimal squares(BigDecimal p, BigDecimal q) {
        return p.multiply(p).add(q.multiply(q));
    }

    private static BigDecimal cross(BigDecimal px, BigDecimal py, BigDecimal qx, BigDecimal qy) {
        return px.multiply(qy).subtract(qx.multiply(py));
    }
}
