package io.dynamoplanner.power.cap;

/**
 * The limits that a board accepts.
 *
 * @param minMilliwatts the lowest
 * @param maxMilliwatts the highest, which on some boards is above the default
 */
public record PowerRange(long minMilliwatts, long maxMilliwatts) {
    private static final long MILLI = 1000;

    public PowerRange {
        if (minMilliwatts < 0 || maxMilliwatts < minMilliwatts) {
            throw new IllegalArgumentException("a range from " + minMilliwatts + " to " + maxMilliwatts
                    + " mW is none; the driver answers nonsense");
        }
    }

    /** The lowest whole watts inside the range: rounded up, since the driver refuses what is below. */
    public int minWatts() {
        return Math.toIntExact((minMilliwatts + MILLI - 1) / MILLI);
    }

    /** The highest whole watts inside the range. */
    public int maxWatts() {
        return Math.toIntExact(maxMilliwatts / MILLI);
    }

    /** The nearest value inside the range. */
    public Clamped clamp(int watts) {
        // no whole number of watts may lie inside; then the driver's own minimum is as near as it gets
        if (watts < minWatts()) {
            return new Clamped(Math.min(minWatts() * MILLI, maxMilliwatts), Clamp.MIN);
        }
        if (watts > maxWatts()) {
            return new Clamped(Math.max(maxWatts() * MILLI, minMilliwatts), Clamp.MAX);
        }
        return new Clamped(watts * MILLI, Clamp.NONE);
    }

    /** Which end of the range a wish was moved to. */
    public enum Clamp {
        NONE,
        MIN,
        MAX
    }

    /** A wish inside the range. */
    public record Clamped(long milliwatts, Clamp clamp) {}
}
