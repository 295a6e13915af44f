package io.dynamoplanner.power.cap;

import java.util.Objects;
import java.util.Optional;

/**
 * A board as it was found, for a decision.
 *
 * @param limitMilliwatts the limit in force as the driver has been told
 * @param range what the board accepts; empty if it could not be read, then the driver has the last word
 * @param mig whether it is split into instances
 * @param owned what we changed about it, if anything
 */
public record BoardSight(
        String uuid,
        long limitMilliwatts,
        Optional<PowerRange> range,
        boolean mig,
        Occupants occupants,
        Optional<Owned> owned) {
    public BoardSight {
        Objects.requireNonNull(uuid, "uuid");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(occupants, "occupants");
        Objects.requireNonNull(owned, "owned");
    }
}
