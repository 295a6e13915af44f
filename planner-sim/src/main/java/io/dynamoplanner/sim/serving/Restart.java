package io.dynamoplanner.sim.serving;

/** Something that takes requests back that lost their engine. */
@FunctionalInterface
public interface Restart {
    /** Takes {@code requests}, which are in order of arrival; they go before all that wait. */
    void restart(int[] requests, double now);
}
