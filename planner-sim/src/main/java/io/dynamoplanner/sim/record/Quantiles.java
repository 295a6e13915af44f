package io.dynamoplanner.sim.record;

import java.util.Arrays;

/**
 * Exact quantiles of some numbers. Between two ranks the value is interpolated linearly: quantile {@code q} of {@code n}
 * numbers lies at rank {@code q·(n − 1)}, counted from 0.
 */
final class Quantiles {
    private final double[] sorted;
    private int size;
    private boolean dirty;

    /** Room for {@code capacity} numbers. */
    Quantiles(int capacity) {
        sorted = new double[capacity];
    }

    void clear() {
        size = 0;
    }

    /** Adds a number; NaN stands for none. */
    void add(double value) {
        if (!Double.isNaN(value)) {
            sorted[size++] = value;
            dirty = true;
        }
    }

    /** Quantile {@code q}, 0 to 1; NaN if there are no numbers. */
    double at(double q) {
        if (size == 0) {
            return Double.NaN;
        }
        if (dirty) {
            Arrays.sort(sorted, 0, size);
            dirty = false;
        }
        double rank = q * (size - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, size - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
