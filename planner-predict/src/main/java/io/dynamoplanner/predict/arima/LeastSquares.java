package io.dynamoplanner.predict.arima;

/**
 * The shortest vector that minimises {@code |A·x - y|}, also where columns depend on each other.
 *
 * <p>Reflections bring A to a triangle R of as many rows as columns; then pairs of R's columns are rotated until all are
 * orthogonal (one-sided Jacobi). Their lengths are the singular values; directions whose length is nothing but rounding
 * are left out, which makes the solution the shortest one. The second step works on a few numbers, so that a long series
 * costs one pass per column.
 */
final class LeastSquares {
    private static final double NOTHING = 1e-15;
    private static final double ORTHOGONAL = 1e-14;
    private static final int MOST_SWEEPS = 40;

    private LeastSquares() {}

    /**
     * @param columns of A; overwritten
     * @param y right-hand side; overwritten
     */
    static double[] solve(double[][] columns, double[] y) {
        int k = columns.length;
        int rows = Math.min(k, y.length);
        for (int i = 0; i < rows; i++) {
            reflect(columns, y, i);
        }
        double[][] left = new double[k][rows];
        double[][] right = new double[k][k];
        for (int j = 0; j < k; j++) {
            System.arraycopy(columns[j], 0, left[j], 0, Math.min(j + 1, rows));
            right[j][j] = 1;
        }
        orthogonalise(left, right);
        double largest = 0;
        for (double[] column : left) {
            largest = Math.max(largest, dot(column, column, 0));
        }
        double[] x = new double[k];
        for (int j = 0; j < k; j++) {
            double square = dot(left[j], left[j], 0);
            if (square > largest * NOTHING * NOTHING) {
                double share = dot(left[j], y, 0) / square;
                for (int i = 0; i < k; i++) {
                    x[i] += share * right[j][i];
                }
            }
        }
        return x;
    }

    /** Reflects the rest of every later column, and y, so that column i is zero below row i. */
    private static void reflect(double[][] columns, double[] y, int i) {
        double[] v = columns[i];
        double norm = Math.sqrt(dot(v, v, i));
        if (norm == 0) {
            return;
        }
        double head = v[i] > 0 ? -norm : norm;
        v[i] -= head;
        double half = -head * v[i];
        for (int j = i + 1; j < columns.length; j++) {
            subtract(columns[j], dot(v, columns[j], i) / half, v, i);
        }
        subtract(y, dot(v, y, i) / half, v, i);
        v[i] = head;
    }

    private static void orthogonalise(double[][] left, double[][] right) {
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++) {
            rotated = false;
            for (int i = 0; i < left.length; i++) {
                for (int j = i + 1; j < left.length; j++) {
                    double a = dot(left[i], left[i], 0);
                    double b = dot(left[j], left[j], 0);
                    double c = dot(left[i], left[j], 0);
                    if (Math.abs(c) > ORTHOGONAL * Math.sqrt(a * b)) {
                        rotated = true;
                        double zeta = (b - a) / (2 * c);
                        double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
                        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
                        rotate(left[i], left[j], cosine, cosine * tangent);
                        rotate(right[i], right[j], cosine, cosine * tangent);
                    }
                }
            }
        }
    }

    private static void rotate(double[] a, double[] b, double cosine, double sine) {
        for (int i = 0; i < a.length; i++) {
            double x = a[i];
            a[i] = cosine * x - sine * b[i];
            b[i] = sine * x + cosine * b[i];
        }
    }

    private static double dot(double[] a, double[] b, int from) {
        double sum = 0;
        for (int i = from; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double times, double[] v, int first) {
        for (int i = first; i < v.length; i++) {
            from[i] -= times * v[i];
        }
    }
}
