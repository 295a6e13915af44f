package io.dynamoplanner.core.attainment;

import java.time.Instant;
import java.util.Objects;

/**
 * How much more than its demand a role is sized for, or how much less, learned from the requests that missed their targets.
 * An immutable value.
 *
 * @param factor on the load of the role; 1 is the demand as it was stated
 * @param windows windows that it was learned from
 * @param requests requests of a usual window, newer ones counting more
 * @param until end of the newest window that it was learned from; earlier ones teach no more
 */
public record Headroom(double factor, long windows, double requests, Instant until) {
    /** Nothing was learned, and nothing is. */
    public static final Headroom NONE = unlearned(1);

    public Headroom {
        Objects.requireNonNull(until, "until");
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY) || windows < 0 || !(requests >= 0)) {
            throw new IllegalArgumentException(
                    "a headroom needs a positive factor and counts that are not negative, got " + factor + ", "
                            + windows + " and " + requests);
        }
    }

    /** Nothing was learned yet; so much is sized for until then. */
    public static Headroom unlearned(double factor) {
        return new Headroom(factor, 0, 0, Instant.EPOCH);
    }
}
