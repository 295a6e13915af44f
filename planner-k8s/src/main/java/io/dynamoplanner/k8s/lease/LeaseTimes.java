package io.dynamoplanner.k8s.lease;

import java.time.Duration;

/**
 * The times of a lease.
 *
 * @param duration how long others wait after the last renewal before one of them takes over; whole seconds
 * @param renewDeadline after which a leader that cannot renew gives up
 * @param retryPeriod between two renewals, or two attempts to take over
 * @param margin by which a leader stops before its lease ends: for a request that is on its way, and for clocks that run at
 *     different speeds
 */
public record LeaseTimes(Duration duration, Duration renewDeadline, Duration retryPeriod, Duration margin) {
    public static final LeaseTimes DEFAULT = new LeaseTimes(
            Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(2));

    public LeaseTimes {
        if (!duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
            throw new IllegalArgumentException("lease duration must be whole seconds, got " + duration);
        }
        if (duration.compareTo(renewDeadline) <= 0) {
            throw new IllegalArgumentException(
                    "lease duration must be longer than its renew deadline, got " + duration + " and " + renewDeadline);
        }
        // Attempts are spread over up to 2.2 periods.
        if (retryPeriod.toMillis() < 1 || renewDeadline.toMillis() * 10 <= retryPeriod.toMillis() * 22) {
            throw new IllegalArgumentException(
                    "renew deadline must be more than 2.2 retry periods, got " + renewDeadline + " and " + retryPeriod);
        }
        if (margin.isNegative() || margin.plus(retryPeriod).compareTo(duration) >= 0) {
            throw new IllegalArgumentException(
                    "margin must leave more than a retry period of the lease, got " + margin + " of " + duration);
        }
    }
}
