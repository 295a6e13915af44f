package io.dynamoplanner.k8s.write;

import io.dynamoplanner.k8s.lease.Leadership;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The time that one write has: its deadline, the lease under it, and the pauses between attempts. */
final class Attempts {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Leadership leadership;
    private final Duration requestTimeout;
    private final Instant deadline;
    private Duration nextPause = FIRST_PAUSE;

    Attempts(
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random,
            Leadership leadership,
            Duration requestTimeout,
            Instant deadline) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.leadership = leadership;
        this.requestTimeout = requestTimeout;
        this.deadline = deadline;
    }

    /** Whether this process may still write. */
    boolean leads() {
        return clock.instant().isBefore(leadership.leaseUntil());
    }

    /**
     * How long the answer to a write may take: half of what is left, so that there is time to see whether a write without
     * an answer has landed, and not beyond the lease. Zero or less if there is none left.
     */
    Duration forWrite() {
        Duration half = left().dividedBy(2);
        Instant until = leadership.leaseUntil();
        // The last instant is too far away for a difference.
        Duration lease = until.equals(Instant.MAX) ? half : Duration.between(clock.instant(), until);
        return least(requestTimeout, least(half, lease));
    }

    /** How long the answer to a read may take; zero or less if there is no time left. */
    Duration forRead() {
        return least(requestTimeout, left());
    }

    /** A short pause of random length, so that two writers that met do not meet again. */
    Duration afterConflict() {
        return Duration.ofMillis(random.nextLong(50, 801));
    }

    /** The next of a series of pauses, each twice as long as the one before. */
    Duration afterFailure() {
        Duration pause = nextPause;
        nextPause = least(pause.multipliedBy(2), LONGEST_PAUSE);
        return pause;
    }

    /** Pauses; false, at once, if the deadline would have passed by then, or if somebody interrupts. */
    boolean pause(Duration duration) {
        if (duration.compareTo(left()) >= 0) {
            return false;
        }
        try {
            sleeper.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Duration left() {
        return Duration.between(clock.instant(), deadline);
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
