package io.dynamoplanner.sim.metrics;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What goes wrong with the metrics: times at which the source is out of order, when scrapes are lost and queries fail,
 * and single scrapes that are lost at random. A delay is no fault but part of the {@link ScrapeSchedule}.
 *
 * @param outages in any order; may overlap
 * @param scrapeLoss share of the scrapes that are lost, each by itself; 0 to below 1
 */
public record MetricFaults(List<Outage> outages, double scrapeLoss) {
    public static final MetricFaults NONE = new MetricFaults(List.of(), 0);

    public MetricFaults {
        outages = List.copyOf(outages);
        if (!(scrapeLoss >= 0 && scrapeLoss < 1)) {
            throw new IllegalArgumentException("scrapeLoss must be at least 0 and below 1, got " + scrapeLoss);
        }
    }

    public static MetricFaults of(Outage... outages) {
        return new MetricFaults(List.of(outages), 0);
    }

    /** Whether the source is out of order at {@code atS} seconds since the start of the run. */
    public boolean covers(double atS) {
        for (Outage outage : outages) {
            if (atS >= outage.fromS() && atS < outage.toS()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the random part loses scrape {@code index}. A question of the index and the seed alone: every policy of a
     * comparison loses the same scrapes, whatever it does.
     */
    boolean loses(long index, long seed) {
        return scrapeLoss > 0 && new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index).nextDouble() < scrapeLoss;
    }

    /** From {@code fromS} (inclusive) to {@code toS} (exclusive), seconds since the start of the run. */
    public record Outage(double fromS, double toS) {
        public Outage {
            if (!(fromS < toS)) {
                throw new IllegalArgumentException("an outage must end after it starts, got " + fromS + " to " + toS);
            }
        }
    }
}
