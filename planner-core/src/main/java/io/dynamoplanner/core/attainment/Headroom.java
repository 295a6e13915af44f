package io.dynamoplanner.core.attainment;

/**
 * How much more than its demand a role is sized for, or how much less, learned from the requests that missed their targets.
 * An immutable value.
 *
 * @param factor on the load of the role; 1 is the demand as it was stated
 * @param windows windows that it was learned from
 * @param requests requests of a usual window, newer ones counting more
 */
public record Headroom(double factor, long windows, double requests) {
    /** Nothing was learned yet. */
    public static final Headroom NONE = new Headroom(1, 0, 0);

    public Headroom {
        if (!(factor > 0 && factor < Double.POSITIVE_INFINITY) || windows < 0 || !(requests >= 0)) {
            throw new IllegalArgumentException(
                    "a headroom needs a positive factor and counts that are not negative, got " + factor + ", "
                            + windows + " and " + requests);
        }
    }
}
