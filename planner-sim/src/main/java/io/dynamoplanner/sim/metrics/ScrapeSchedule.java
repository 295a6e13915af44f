package io.dynamoplanner.sim.metrics;

/**
 * How the metrics source collects: one scrape each {@code intervalS} seconds from the start of the run on, which can be
 * queried {@code delayS} seconds later.
 */
public record ScrapeSchedule(double intervalS, double delayS) {
    public ScrapeSchedule {
        if (!(intervalS > 0 && intervalS < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("scrape interval must be positive, got " + intervalS + " s");
        }
        if (!(delayS >= 0 && delayS < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("scrape delay must not be negative, got " + delayS + " s");
        }
    }

    /** When scrape {@code index} is taken, s since the start of the run. */
    public double at(long index) {
        return index * intervalS;
    }

    /**
     * Age from which on the newest sample is too old: two intervals and the delay, so that one lost scrape does not
     * matter and two in a row do.
     */
    public double staleAfterS() {
        return 2 * intervalS + delayS;
    }
}
