package io.dynamoplanner.core.grant;

import java.time.Instant;
import java.util.Objects;

/**
 * The GPUs that a graph may hold, and until when. A fixed budget is the simplest grant; a fleet allocator issues grants
 * that expire.
 *
 * @param floor GPUs below which the graph is not to be shrunk; negative for none
 * @param ceiling most GPUs the graph may hold; negative for no limit
 * @param expires until when it stands; after that the graph may keep what it holds and not grow
 * @param by who grants it
 */
public record GpuGrant(int floor, int ceiling, Instant expires, String by) {
    public GpuGrant {
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(by, "by");
        if (floor >= 0 && ceiling >= 0 && floor > ceiling) {
            throw new IllegalArgumentException("GPU floor " + floor + " is above the GPU ceiling " + ceiling);
        }
    }

    /** A budget that never changes. */
    public static GpuGrant fixed(int floor, int ceiling) {
        return new GpuGrant(floor, ceiling, Instant.MAX, "configured budget");
    }

    /** The ceiling in force: once the grant has expired, what is held and no more, and never
     * more than was granted. */
    public int ceilingAt(Instant now, int held) {
        if (now.isBefore(expires)) {
            return ceiling;
        }
        return ceiling < 0 ? held : Math.min(held, ceiling);
    }
}
