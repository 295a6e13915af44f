package io.dynamoplanner.metrics.report;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How far a number could have come out otherwise, by drawing the observations again and again from themselves: the
 * percentile bootstrap. Seeded, so the same observations give the same interval.
 */
public final class Bootstrap {
    private static final int DRAWS = 1000;
    private static final double TAIL = 0.025;

    private Bootstrap() {}

    /** A 95 % interval; both ends NaN if there is nothing to draw from. */
    public record Interval(double low, double high) {}

    /**
     * The interval of a statistic of observations that come one after the other. They are drawn in blocks of neighbours,
     * because neighbours in time are alike and single draws would make the interval too narrow.
     *
     * @param observations how many there are
     * @param block observations drawn together; 1 if they are independent
     * @param statistic from the drawn positions, each from 0 to below {@code observations}, to the number; a NaN is left
     *     out
     */
    public static Interval of(int observations, int block, long seed, ToDoubleFunction<int[]> statistic) {
        if (observations == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        var random = new SplittableRandom(seed);
        int length = Math.max(1, Math.min(block, observations));
        int[] drawn = new int[observations];
        double[] values = new double[DRAWS];
        int known = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int i = 0; i < observations; i += length) {
                // circular: every observation is drawn as often as any other
                int start = random.nextInt(observations);
                for (int j = i; j < Math.min(i + length, observations); j++) {
                    drawn[j] = (start + j - i) % observations;
                }
            }
            double value = statistic.applyAsDouble(drawn);
            if (!Double.isNaN(value)) {
                values[known++] = value;
            }
        }
        if (known == 0) {
            return new Interval(Double.NaN, Double.NaN);
        }
        Arrays.sort(values, 0, known);
        return new Interval(quantile(values, known, TAIL), quantile(values, known, 1 - TAIL));
    }

    /** The interval of the median of independent values. */
    public static Interval ofMedian(double[] values, long seed) {
        return of(values.length, 1, seed, drawn -> {
            double[] sample = new double[drawn.length];
            for (int i = 0; i < drawn.length; i++) {
                sample[i] = values[drawn[i]];
            }
            return median(sample);
        });
    }

    /** The median of some values; NaN of none. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : quantile(sorted, sorted.length, 0.5);
    }

    private static double quantile(double[] sorted, int size, double q) {
        double rank = q * (size - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, size - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
