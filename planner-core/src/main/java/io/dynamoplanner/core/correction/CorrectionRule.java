package io.dynamoplanner.core.correction;

/**
 * How the factor between what an engine profile promises and what is observed moves from window to window.
 *
 * <p>A factor above 1 says that the fleet is slower than its profile. It starts at 1.
 */
public interface CorrectionRule {

    /**
     * Whether a window teaches only if as many replicas were ready at its end as at its start. Otherwise the load per
     * replica is a guess.
     */
    default boolean needsSteadyFleet() {
        return false;
    }

    /** Short stable name, for configuration and ledgers. */
    String name();

    /**
     * The factor after one more window.
     *
     * @param previous factor before this window
     * @param observedMs mean latency seen in the window, ms
     * @param expectedMs latency that the profile gives for the same load, ms
     * @param requests requests that the mean stands on
     */
    double next(double previous, double observedMs, double expectedMs, double requests);
}
