package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the counters of a graph were scraped throughout a window. Where they were not, a sum over them is too small, and
 * the window is unknown.
 */
final class Coverage {
    private final Rows rows;
    private final Duration staleAfter;

    Coverage(Rows rows, Duration staleAfter) {
        this.rows = rows;
        this.staleAfter = staleAfter;
    }

    /** How old the newest sample may be at the end of a window. */
    Duration limit(Instant end) {
        double interval = rows.least("interval", end).value().orElse(0);
        Duration three = Duration.ofMillis(Math.round(3000 * interval));
        return three.compareTo(staleAfter) > 0 ? three : staleAfter;
    }

    /** Why the window that ends then cannot be counted; empty if it can. */
    Optional<Reading> flaw(Instant end) {
        Optional<Reading> stale = stale(rows, end, limit(end));
        if (stale.isPresent()) {
            return stale;
        }
        Reading failing = rows.sum("failing", end);
        if (failing.isKnown()) {
            return Optional.of(Reading.unknown(
                    Cause.FAILED,
                    Math.round(failing.value().orElse(0)) + " of its targets could not be scraped (up is 0): what they"
                            + " count is missing",
                    end));
        }
        return rows.sum("begun", end) instanceof Reading.Unknown
                ? Optional.of(Reading.unknown(Cause.EMPTY, "it was not scraped yet at the start of the window", end))
                : Optional.empty();
    }

    /** How many targets with the labels of the graph cannot be scraped. */
    long down(Instant end) {
        return Math.round(rows.sum("down", end).value().orElse(0));
    }

    /** Whether the server has answered and has no such series. */
    boolean isAbsent(Instant end) {
        return Readings.isEmpty(rows.least("newest", end));
    }

    /** Unknown if there is no sample at the end of a window, or only one older than a limit. */
    static Optional<Reading> stale(Rows rows, Instant end, Duration limit) {
        Reading newest = rows.least("newest", end);
        if (!newest.isKnown()) {
            return Optional.of(newest);
        }
        double age = end.toEpochMilli() / 1e3 - newest.value().orElse(0);
        return age * 1e3 > limit.toMillis()
                ? Optional.of(Reading.unknown(
                        Cause.STALE,
                        "the newest sample is " + Math.round(age) + " s older than the end of the window (limit "
                                + limit.toSeconds() + " s)",
                        end))
                : Optional.empty();
    }
}
