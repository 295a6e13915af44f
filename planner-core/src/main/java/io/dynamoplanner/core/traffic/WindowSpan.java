package io.dynamoplanner.core.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Windows in a row: {@code count} windows of {@code length}, the first one starting at {@code start}.
 *
 * @param length length of every window; positive
 * @param count at least 1
 */
public record WindowSpan(Instant start, Duration length, int count) {
    public WindowSpan {
        Objects.requireNonNull(start, "start");
        if (length.isZero() || length.isNegative() || count < 1) {
            throw new IllegalArgumentException(
                    "needs a positive length and a count of 1 or more: " + length + ", " + count);
        }
    }

    public Instant startOf(int index) {
        return start.plus(length.multipliedBy(index));
    }

    /** End of the last window. */
    public Instant end() {
        return startOf(count);
    }
}
