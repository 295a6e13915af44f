package io.dynamoplanner.core.engine;

import java.util.Arrays;

/** Isotonic regression: the non-decreasing sequence that is nearest to given values in weighted least squares. */
final class Isotonic {
    private Isotonic() {}

    /** Pools neighbours that are out of order into their weighted mean until none are left. */
    static double[] nonDecreasing(double[] values, double[] weights) {
        int n = values.length;
        double[] mean = new double[n];
        double[] weight = new double[n];
        int[] end = new int[n];
        int blocks = 0;
        for (int i = 0; i < n; i++) {
            mean[blocks] = values[i];
            weight[blocks] = weights[i];
            end[blocks] = i + 1;
            while (blocks > 0 && mean[blocks - 1] > mean[blocks]) {
                double sum = weight[blocks - 1] + weight[blocks];
                mean[blocks - 1] = (mean[blocks - 1] * weight[blocks - 1] + mean[blocks] * weight[blocks]) / sum;
                weight[blocks - 1] = sum;
                end[blocks - 1] = end[blocks];
                blocks--;
            }
            blocks++;
        }
        double[] fitted = new double[n];
        int from = 0;
        for (int b = 0; b < blocks; b++) {
            Arrays.fill(fitted, from, end[b], mean[b]);
            from = end[b];
        }
        return fitted;
    }
}
