package io.dynamoplanner.core.capacity;

import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Looks for the batch with the most throughput inside the targets, over all batches or an even choice of them.
 *
 * @param candidates most batches that are tried
 * @param fallback what to take when every batch misses a target
 */
public record BatchSearch(int candidates, Fallback fallback) {
    public BatchSearch {
        if (candidates < 2) {
            throw new IllegalArgumentException("candidates must be 2 or more, got " + candidates);
        }
    }

    /** As the reference searches: 128 batches, and the most saturated one where none is inside the targets. */
    public static final BatchSearch REFERENCE = new BatchSearch(128, Fallback.MOST_THROUGHPUT);

    /** Ours: every batch that a real engine has, and the one that comes near the targets where none is inside. */
    public static final BatchSearch OURS = new BatchSearch(4096, Fallback.LEAST_VIOLATION);

    /** Which batch to take when every one misses a target. */
    public enum Fallback {
        /** The one with the most throughput, however late its tokens are: the fleet is smallest when it is slowest. */
        MOST_THROUGHPUT,
        /**
         * The one with the most throughput among those whose violation is at most {@value BatchSearch#STRETCH} times the
         * least there is. The least alone would be an engine per request for a gain that nobody notices.
         */
        LEAST_VIOLATION
    }

    private static final double STRETCH = 1.5;

    /**
     * @param most largest batch; below 1 there is none to try
     * @param trial the operating point of a batch; empty if the engine cannot run it
     */
    Optional<OperatingPoint> best(int most, IntFunction<Optional<OperatingPoint>> trial) {
        OperatingPoint eligible = NOTHING;
        OperatingPoint saturated = NOTHING;
        double least = Double.POSITIVE_INFINITY;
        int tried = Math.min(most, candidates);
        for (int i = 0; i < tried; i++) {
            Optional<OperatingPoint> found = trial.apply(batch(i, most));
            if (found.isEmpty() || !found.get().isSound()) {
                continue;
            }
            OperatingPoint point = found.get();
            least = Math.min(least, point.violation());
            eligible = point.eligible() && point.requestsPerSecond() > eligible.requestsPerSecond() ? point : eligible;
            saturated = point.requestsPerSecond() > saturated.requestsPerSecond() ? point : saturated;
        }
        if (eligible.isSound()) {
            return Optional.of(eligible);
        }
        if (fallback == Fallback.MOST_THROUGHPUT || !saturated.isSound()) {
            return Optional.of(saturated).filter(OperatingPoint::isSound);
        }
        double allowed = least * STRETCH;
        OperatingPoint near = NOTHING;
        for (int i = 0; i < tried; i++) {
            Optional<OperatingPoint> found = trial.apply(batch(i, most));
            if (found.isPresent()
                    && found.get().isSound()
                    && found.get().violation() <= allowed
                    && found.get().requestsPerSecond() > near.requestsPerSecond()) {
                near = found.get();
            }
        }
        return Optional.of(near);
    }

    private static final OperatingPoint NOTHING = OperatingPoint.prefill(0, 0, 0, 0);

    private int batch(int i, int most) {
        return most <= candidates ? i + 1 : 1 + (int) ((long) i * (most - 1) / (candidates - 1));
    }
}
