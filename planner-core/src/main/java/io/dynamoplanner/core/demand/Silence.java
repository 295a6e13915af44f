package io.dynamoplanner.core.demand;

/**
 * Whether requests have stopped out of a load that does not usually stop: an outage, of the service or of what counts its
 * requests, rather than load.
 *
 * <p>Forecasts made in an outage expect nothing, and all miss at once when the requests come back. No margin would have
 * covered that, and one that was learned from it would size for two or three times the load for hours. So they teach
 * nothing. Where requests often stop, silence is part of the load and is learned like everything else.
 *
 * @param windows windows without a request so far, 0 while requests come
 * @param usual share of the recent windows in which requests stopped
 */
public record Silence(long windows, double usual) {
    static final Silence NONE = new Silence(0, 0);

    private static final double SHARE = 0.02;
    /** Where requests stop in every twentieth window, or more often, they usually do. */
    private static final double USUAL = 0.05;

    Silence after(double requests) {
        if (requests > 0) {
            return new Silence(0, usual - SHARE * usual);
        }
        return new Silence(windows + 1, windows == 0 ? usual + SHARE * (1 - usual) : usual);
    }

    boolean isOutage() {
        return windows > 0 && usual < USUAL;
    }
}
