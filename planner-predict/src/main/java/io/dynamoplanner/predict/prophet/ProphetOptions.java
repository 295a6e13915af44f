package io.dynamoplanner.predict.prophet;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a prophet predictor must be told about its series.
 *
 * @param window length of a window of the grid; days and weeks are counted in it
 * @param history windows that a curve is fitted to; empty for the default: 15 days for ours, 50 windows for the reference
 */
public record ProphetOptions(Duration window, Optional<Integer> history) {
    /** Windows of three minutes, and the default history. */
    public static final ProphetOptions DEFAULT = new ProphetOptions(Duration.ofMinutes(3), Optional.empty());

    private static final int REFERENCE_HISTORY = 50;
    /** A little more than two weeks, so that the middles of the first and the last block are two weeks apart. */
    private static final Duration OUR_HISTORY = Duration.ofDays(15);

    private static final int LEAST_HISTORY = 5;

    public ProphetOptions {
        Objects.requireNonNull(history, "history");
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("window must be longer than 0, not " + window);
        }
        if (history.isPresent() && history.get() < 1) {
            throw new IllegalArgumentException("prophet_window_size must be at least 1, not " + history.get());
        }
    }

    double windowSeconds() {
        return window.toNanos() / 1e9;
    }

    int referenceHistory() {
        return history.orElse(REFERENCE_HISTORY);
    }

    int ourHistory() {
        long windows = OUR_HISTORY.toNanos() / Math.max(1, window.toNanos());
        return history.orElse((int) Math.max(LEAST_HISTORY, Math.min(Integer.MAX_VALUE, windows)));
    }
}
