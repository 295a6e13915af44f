package io.dynamoplanner.sim.metrics;

import java.util.List;

/**
 * Times at which the metrics source is out of order: scrapes are lost, and queries fail.
 *
 * @param outages in any order; may overlap
 */
public record MetricFaults(List<Outage> outages) {
    public static final MetricFaults NONE = new MetricFaults(List.of());

    public MetricFaults {
        outages = List.copyOf(outages);
    }

    public static MetricFaults of(Outage... outages) {
        return new MetricFaults(List.of(outages));
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

    /** From {@code fromS} (inclusive) to {@code toS} (exclusive), seconds since the start of the run. */
    public record Outage(double fromS, double toS) {
        public Outage {
            if (!(fromS < toS)) {
                throw new IllegalArgumentException("an outage must end after it starts, got " + fromS + " to " + toS);
            }
        }
    }
}
