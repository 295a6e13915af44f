package io.dynamoplanner.app.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/**
 * The last sign of life of a loop, and when it has to give the next one. A loop says itself what it waits for: before it
 * sleeps, when it wakes up; before it asks a slow server, when that request gives up. Times are those of a {@link SteadyClock}.
 *
 * @param beat when it gave the sign
 * @param nextDueBy until when it has to give the next one
 */
public record Progress(Instant beat, Instant nextDueBy) {
    public Progress {
        Objects.requireNonNull(beat, "beat");
        Objects.requireNonNull(nextDueBy, "nextDueBy");
    }

    /** A sign of life; the next one is due after this time. */
    public static Progress beat(Instant now, Duration next) {
        return new Progress(now, now.plus(next));
    }

    /** Whether the loop moves: it is not later than it said by more than the grace. */
    public boolean isAlive(Instant now, Duration grace) {
        return !now.isAfter(nextDueBy.plus(grace));
    }

    /** The loop that is due first: if it moves, all of them do. Empty if there is no loop. */
    public static Optional<Progress> slowest(Collection<Progress> loops) {
        return loops.stream().min((a, b) -> a.nextDueBy.compareTo(b.nextDueBy));
    }
}
