package io.dynamoplanner.metrics.prometheus;

import java.time.Duration;
import java.util.Objects;

/**
 * How traffic is read.
 *
 * @param metrics whose metrics tell it
 * @param namespaceLabel label that the scrape configuration gives to frontends, with their Dynamo namespace as value
 * @param staleAfter a window whose newest sample is older than this at its end is unknown; three scrape intervals when
 *     that is longer
 * @param clockTolerance how far the clock of the server may be off
 */
public record TrafficSettings(
        TrafficMetrics metrics, String namespaceLabel, Duration staleAfter, Duration clockTolerance) {
    public TrafficSettings {
        Objects.requireNonNull(metrics, "metrics");
        if (!Promql.isLabel(namespaceLabel)) {
            throw new IllegalArgumentException(
                    "namespaceLabel must be the name of a Prometheus label (letters, digits, underscores), got '"
                            + namespaceLabel + "'");
        }
        if (staleAfter.isNegative() || staleAfter.isZero() || clockTolerance.isNegative()) {
            throw new IllegalArgumentException("staleAfter must be positive and clockTolerance not negative, got "
                    + staleAfter + " and " + clockTolerance);
        }
    }

    /** Label {@code dynamo_namespace}, stale after 60 s, clocks 5 s apart. */
    public static TrafficSettings of(TrafficMetrics metrics) {
        return new TrafficSettings(metrics, "dynamo_namespace", Duration.ofSeconds(60), Duration.ofSeconds(5));
    }
}
