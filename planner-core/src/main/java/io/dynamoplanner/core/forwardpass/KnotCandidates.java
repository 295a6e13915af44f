package io.dynamoplanner.core.forwardpass;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Where a line may bend: at four of the observed numbers, evenly by rank, and at eight places evenly on a logarithmic
 * scale, all strictly inside what was observed. Too few distinct numbers have none.
 */
final class KnotCandidates {
    private static final int FEWEST = 3;
    private static final int BY_RANK = 5;
    private static final int BY_SIZE = 9;
    private static final double SAME = 1e-9;

    private KnotCandidates() {}

    /** Increasing and distinct. */
    static double[] within(double[] sortedDistinct) {
        int n = sortedDistinct.length;
        if (n < FEWEST) {
            return new double[0];
        }
        double low = sortedDistinct[0];
        double high = sortedDistinct[n - 1];
        var candidates = DoubleStream.builder();
        for (int j = 1; j < BY_RANK; j++) {
            candidates.add(sortedDistinct[j * (n - 1) / BY_RANK]);
        }
        for (int i = 1; low > 0 && i < BY_SIZE; i++) {
            candidates.add(StrictMath.exp(StrictMath.log(low) + i / (double) BY_SIZE * StrictMath.log(high / low)));
        }
        double[] sorted =
                candidates.build().filter(k -> k > low && k < high).sorted().toArray();
        int kept = 0;
        for (double k : sorted) {
            if (kept == 0 || Math.abs(k - sorted[kept - 1]) > SAME * Math.max(1, Math.abs(k))) {
                sorted[kept++] = k;
            }
        }
        return Arrays.copyOf(sorted, kept);
    }
}
