package io.dynamoplanner.core.traffic;

import java.time.Duration;
import java.time.Instant;

/**
 * The fixed grid on which demand is measured: window {@code k} covers {@code [origin + k·length, origin + (k+1)·length)}.
 *
 * @param origin start of window 0
 * @param length length of every window; positive
 */
public record WindowGrid(Instant origin, Duration length) {
    public WindowGrid {
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("window length must be positive, got " + length);
        }
    }

    /** Index of the window that holds {@code at}; negative before the origin. */
    public long indexOf(Instant at) {
        return Math.floorDiv(Duration.between(origin, at).toNanos(), length.toNanos());
    }

    public Instant startOf(long index) {
        return origin.plus(length.multipliedBy(index));
    }

    /** Number of windows that lie wholly before {@code now}. */
    public long completeBy(Instant now) {
        return Math.max(0, indexOf(now));
    }
}
