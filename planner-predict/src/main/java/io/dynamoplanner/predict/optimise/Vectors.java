package io.dynamoplanner.predict.optimise;

/** Sums over plain arrays, in index order, so that a result is the same on every machine. */
final class Vectors {
    private Vectors() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** {@code target[i] += factor * a[i]}. */
    static void add(double[] target, double factor, double[] a) {
        for (int i = 0; i < a.length; i++) {
            target[i] += factor * a[i];
        }
    }

    static boolean finite(double[] a) {
        for (double value : a) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
