package io.dynamoplanner.k8s.event;

import java.time.Duration;
import java.util.Objects;

/**
 * How many Events are written at most.
 *
 * @param window time for which occurrences of one kind are counted on one Event
 * @param gap least time between two updates of one Event; what happens in between is counted and written later
 * @param burst requests about one object that may be sent in a row
 * @param refill time after which one more may be sent
 * @param queue occurrences that may wait; further ones are dropped and counted
 */
public record EventLimits(Duration window, Duration gap, int burst, Duration refill, int queue) {
    public static final EventLimits DEFAULT =
            new EventLimits(Duration.ofMinutes(10), Duration.ofSeconds(15), 20, Duration.ofSeconds(10), 256);

    public EventLimits {
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(gap, "gap");
        if (refill.isNegative() || refill.isZero()) {
            throw new IllegalArgumentException("refill must be positive, got " + refill);
        }
        if (burst < 1 || queue < 1) {
            throw new IllegalArgumentException("burst and queue must be at least 1, got " + burst + " and " + queue);
        }
    }
}
