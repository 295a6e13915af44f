package io.dynamoplanner.core.engine;

import java.util.List;

/**
 * Clough-Tocher interpolation of one quantity on a triangulation: continuous with continuous gradient.
 *
 * <p>Gradients at the points are those that make the whole surface bend least along its edges. Along an edge the
 * surface is the cubic fixed by value and slope at both ends; the sum of its squared second derivatives over all edges
 * is quadratic in the gradients and is minimised point after point (Gauss-Seidel).
 *
 * <p>Each triangle is split at its centroid into three cubic patches in Bernstein form. The 19 coefficients follow from
 * values, gradients and two conditions: neighbouring patches join smoothly inside the triangle, and the slope across an
 * outer edge is linear in the direction that points at the neighbour triangle's centroid, which makes the surface
 * independent of an affine change of axes.
 */
final class CloughTocher {
    private static final int MAX_SWEEPS = 400;
    private static final double CONVERGED = 1e-6;
    private static final int COEFFICIENTS = 19;

    private final Delaunay mesh;
    private final double[] value;
    private final double[] gradientX;
    private final double[] gradientY;
    private final double[] coefficients;

    CloughTocher(Delaunay mesh, double[] value) {
        this.mesh = mesh;
        this.value = value.clone();
        gradientX = new double[value.length];
        gradientY = new double[value.length];
        fitGradients();
        coefficients = new double[COEFFICIENTS * mesh.size()];
        for (int t = 0; t < mesh.size(); t++) {
            fillPatch(t);
        }
    }

    private void fitGradients() {
        List<List<Integer>> adjacent = mesh.adjacentPoints();
        double change = Double.POSITIVE_INFINITY;
        for (int sweep = 0; sweep < MAX_SWEEPS && change >= CONVERGED; sweep++) {
            change = 0;
            for (int i = 0; i < value.length; i++) {
                if (!adjacent.get(i).isEmpty()) {
                    change = Math.max(change, fitGradient(i, adjacent.get(i)));
                }
            }
        }
    }

    /** Minimises the bending of the edges at one point with all other gradients fixed; returns the relative change. */
    private double fitGradient(int i, List<Integer> adjacent) {
        double xx = 0;
        double xy = 0;
        double yy = 0;
        double sx = 0;
        double sy = 0;
        for (int j : adjacent) {
            double ex = mesh.x(j) - mesh.x(i);
            double ey = mesh.y(j) - mesh.y(i);
            double length = Math.sqrt(ex * ex + ey * ey);
            double cube = length * length * length;
            double farSlope = ex * gradientX[j] + ey * gradientY[j];
            double pull = 6 * (value[i] - value[j]) + 2 * farSlope;
            xx += 4 * ex * ex / cube;
            xy += 4 * ex * ey / cube;
            yy += 4 * ey * ey / cube;
            sx += pull * ex / cube;
            sy += pull * ey / cube;
        }
        double det = xx * yy - xy * xy;
        double gx = -(yy * sx - xy * sy) / det;
        double gy = -(xx * sy - xy * sx) / det;
        double change = Math.max(Math.abs(gx - gradientX[i]), Math.abs(gy - gradientY[i]));
        gradientX[i] = gx;
        gradientY[i] = gy;
        return change / Math.max(1, Math.max(Math.abs(gx), Math.abs(gy)));
    }

    /** Slope at point {@code from} along the edge to {@code to}, times the length of the edge. */
    private double alongEdge(int from, int to) {
        return gradientX[from] * (mesh.x(to) - mesh.x(from)) + gradientY[from] * (mesh.y(to) - mesh.y(from));
    }

    /** Digits in the names are the exponents of the four coordinates: three corners, then the centroid. */
    private void fillPatch(int t) {
        int v1 = mesh.vertex(t, 0);
        int v2 = mesh.vertex(t, 1);
        int v3 = mesh.vertex(t, 2);
        double c3000 = value[v1];
        double c2100 = value[v1] + alongEdge(v1, v2) / 3;
        double c2010 = value[v1] + alongEdge(v1, v3) / 3;
        double c0300 = value[v2];
        double c1200 = value[v2] + alongEdge(v2, v1) / 3;
        double c0210 = value[v2] + alongEdge(v2, v3) / 3;
        double c0030 = value[v3];
        double c1020 = value[v3] + alongEdge(v3, v1) / 3;
        double c0120 = value[v3] + alongEdge(v3, v2) / 3;
        double c2001 = (c2100 + c2010 + c3000) / 3;
        double c0201 = (c1200 + c0300 + c0210) / 3;
        double c0021 = (c1020 + c0120 + c0030) / 3;
        double g1 = edgeWeight(t, 0);
        double g2 = edgeWeight(t, 1);
        double g3 = edgeWeight(t, 2);
        double c0111 =
                (g1 * (-c0300 + 3 * c0210 - 3 * c0120 + c0030) + (-c0300 + 2 * c0210 - c0120 + c0021 + c0201)) / 2;
        double c1011 =
                (g2 * (-c0030 + 3 * c1020 - 3 * c2010 + c3000) + (-c0030 + 2 * c1020 - c2010 + c2001 + c0021)) / 2;
        double c1101 =
                (g3 * (-c3000 + 3 * c2100 - 3 * c1200 + c0300) + (-c3000 + 2 * c2100 - c1200 + c2001 + c0201)) / 2;
        double c1002 = (c1101 + c1011 + c2001) / 3;
        double c0102 = (c1101 + c0111 + c0201) / 3;
        double c0012 = (c1011 + c0111 + c0021) / 3;
        double c0003 = (c1002 + c0102 + c0012) / 3;
        double[] patch = {
            c3000, c0300, c0030, c0003, c2100, c2010, c2001, c1200, c0210, c0201, c1020, c0120, c0021, c1002, c0102,
            c0012, c0111, c1011, c1101
        };
        System.arraycopy(patch, 0, coefficients, COEFFICIENTS * t, COEFFICIENTS);
    }

    /** How the slope across the edge opposite to a corner splits between the two ends of the edge. */
    private double edgeWeight(int triangle, int corner) {
        int neighbour = mesh.neighbour(triangle, corner);
        if (neighbour < 0) {
            return -0.5;
        }
        double cx = 0;
        double cy = 0;
        for (int k = 0; k < 3; k++) {
            cx += mesh.x(mesh.vertex(neighbour, k)) / 3;
            cy += mesh.y(mesh.vertex(neighbour, k)) / 3;
        }
        double[] w = new double[3];
        mesh.barycentric(triangle, cx, cy, w);
        double first = w[(corner + 1) % 3];
        double second = w[(corner + 2) % 3];
        return (2 * second + first - 1) / (2 - 3 * second - 3 * first);
    }

    /** Value at a point of a triangle, given by its barycentric coordinates. */
    double value(int triangle, double[] barycentric) {
        double low = Math.min(Math.min(barycentric[0], barycentric[1]), barycentric[2]);
        double p = barycentric[0] - low;
        double q = barycentric[1] - low;
        double r = barycentric[2] - low;
        double s = 3 * low;
        double[] c = coefficients;
        int o = COEFFICIENTS * triangle;
        return p * p * p * c[o]
                + q * q * q * c[o + 1]
                + r * r * r * c[o + 2]
                + s * s * s * c[o + 3]
                + 3 * p * p * (q * c[o + 4] + r * c[o + 5] + s * c[o + 6])
                + 3 * q * q * (p * c[o + 7] + r * c[o + 8] + s * c[o + 9])
                + 3 * r * r * (p * c[o + 10] + q * c[o + 11] + s * c[o + 12])
                + 3 * s * s * (p * c[o + 13] + q * c[o + 14] + r * c[o + 15])
                + 6 * s * (q * r * c[o + 16] + p * r * c[o + 17] + p * q * c[o + 18]);
    }
}
