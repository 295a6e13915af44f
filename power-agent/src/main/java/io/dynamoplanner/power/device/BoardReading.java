package io.dynamoplanner.power.device;

import io.dynamoplanner.power.cap.PowerRange;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A board as it says it is. What a board does not tell is empty.
 *
 * @param limitMilliwatts the limit that the driver was told
 * @param defaultMilliwatts the limit after a reset
 * @param enforcedMilliwatts the limit in force; lower than the limit where a management controller or the cooling says so
 * @param usageMilliwatts what it draws
 * @param energyMillijoules what it has drawn since the driver was loaded
 * @param throttled whether a limit holds its clocks down at the moment
 * @param mig whether it is split into instances
 * @param persistent whether the driver stays loaded without clients; if not, a limit is lost with the last one
 */
public record BoardReading(
        Board board,
        String name,
        long limitMilliwatts,
        OptionalLong defaultMilliwatts,
        Optional<PowerRange> range,
        OptionalLong enforcedMilliwatts,
        OptionalLong usageMilliwatts,
        OptionalLong energyMillijoules,
        Optional<Throttle> throttled,
        boolean mig,
        Optional<Boolean> persistent) {
    public BoardReading {
        Objects.requireNonNull(board, "board");
        Objects.requireNonNull(name, "name");
    }

    /** What holds the clocks of a board down. */
    public enum Throttle {
        NOTHING,
        /** The power limit. */
        POWER_CAP,
        /** A signal from outside: the power supply or the chassis. */
        POWER_BRAKE,
        /** Heat. */
        THERMAL
    }
}
