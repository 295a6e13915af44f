package io.dynamoplanner.power.cap;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How wishes become limits; the same for all boards of a node.
 *
 * @param safeDefaultWatts for a board whose pods do not agree or whose value is unusable; at least 1
 * @param emergencyWatts what an emergency lowers boards to when it names no number
 * @param deadBandWatts a change smaller than this, or smaller than {@code deadBandPercent}, is not worth a write
 * @param raiseDwell how long a limit stands before it is raised; it is lowered at once
 * @param repairPause how long after a write somebody else's change is let stand before it is undone
 * @param nodeLimitWatts what the limits of all boards may add up to; empty for no bound
 */
public record CapPolicy(
        int safeDefaultWatts,
        int emergencyWatts,
        ConflictPolicy conflict,
        MigPolicy mig,
        NamespaceRules namespaces,
        int deadBandWatts,
        int deadBandPercent,
        Duration raiseDwell,
        Duration repairPause,
        OptionalInt nodeLimitWatts) {
    private static final long MILLI = 1000;

    public CapPolicy {
        if (safeDefaultWatts < 1 || emergencyWatts < 1) {
            throw new IllegalArgumentException("safe default and emergency watts are at least 1");
        }
        Objects.requireNonNull(conflict, "conflict");
        Objects.requireNonNull(mig, "mig");
        Objects.requireNonNull(namespaces, "namespaces");
    }

    /** The usual policy with this safe default. */
    public static CapPolicy of(int safeDefaultWatts) {
        return new CapPolicy(
                safeDefaultWatts,
                safeDefaultWatts,
                ConflictPolicy.SAFE_DEFAULT,
                MigPolicy.BOARD_AGREE,
                NamespaceRules.everybody(),
                5,
                2,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                OptionalInt.empty());
    }

    /** Whether two limits are so close that changing one into the other is not worth a write. */
    boolean isSmall(long fromMilliwatts, long toMilliwatts) {
        long band = Math.max(deadBandWatts * MILLI, fromMilliwatts * deadBandPercent / 100);
        return Math.abs(toMilliwatts - fromMilliwatts) < band;
    }
}
