package io.dynamoplanner.power.cap;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A board whose limit we changed, as it stands in the state file.
 *
 * @param priorMilliwatts the limit before our first write, which is what is put back; empty when it is not known (files of
 *     the first format), then it is the board's default
 * @param appliedMilliwatts the limit that our last write left
 * @param intendedMilliwatts a write that was begun and of which the end is not recorded
 * @param since when the board became ours
 * @param writtenAt the last write
 * @param byEmergency whether the last write was an emergency's, so that what it lowered may rise again at once
 * @param podUids for whom
 */
public record Owned(
        OptionalLong priorMilliwatts,
        OptionalLong appliedMilliwatts,
        OptionalLong intendedMilliwatts,
        Instant since,
        Instant writtenAt,
        boolean byEmergency,
        Set<String> podUids) {
    /** Drivers round a limit; less than this is the same limit. */
    private static final long ROUNDING_MILLIWATTS = 1000;

    public Owned {
        Objects.requireNonNull(priorMilliwatts, "priorMilliwatts");
        Objects.requireNonNull(appliedMilliwatts, "appliedMilliwatts");
        Objects.requireNonNull(intendedMilliwatts, "intendedMilliwatts");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(writtenAt, "writtenAt");
        podUids = Set.copyOf(podUids);
    }

    /** The board when a write begins that makes it ours. */
    public static Owned intent(
            long priorMilliwatts, long milliwatts, boolean emergency, Instant now, List<PodCap> pods) {
        return new Owned(
                OptionalLong.of(priorMilliwatts),
                OptionalLong.empty(),
                OptionalLong.of(milliwatts),
                now,
                now,
                emergency,
                uids(pods));
    }

    /** The same board when another write begins. */
    public Owned intend(long milliwatts, boolean emergency, Instant now, List<PodCap> pods) {
        return new Owned(
                priorMilliwatts,
                appliedMilliwatts,
                OptionalLong.of(milliwatts),
                since,
                now,
                emergency,
                pods.isEmpty() ? podUids : uids(pods));
    }

    /** The same board when the end of a write is known: this is its limit. */
    public Owned applied(long milliwatts) {
        return new Owned(
                priorMilliwatts,
                OptionalLong.of(milliwatts),
                OptionalLong.empty(),
                since,
                writtenAt,
                byEmergency,
                podUids);
    }

    /** Whether a limit is one that we wrote, or may have written just before we were killed. */
    public boolean wrote(long milliwatts) {
        return isNear(appliedMilliwatts, milliwatts) || isNear(intendedMilliwatts, milliwatts);
    }

    private static boolean isNear(OptionalLong written, long milliwatts) {
        return written.isPresent() && Math.abs(written.getAsLong() - milliwatts) < ROUNDING_MILLIWATTS;
    }

    private static Set<String> uids(List<PodCap> pods) {
        return Set.copyOf(pods.stream().map(PodCap::uid).toList());
    }
}
