package io.dynamoplanner.testing.prometheus;

import java.util.Map;

/**
 * Something that shows metrics.
 *
 * @param address {@code host:port}; metrics are at {@code /metrics}
 * @param labels added to every series; a label {@code job} replaces the name of the scrape job, which is {@code test}
 */
public record ScrapeTarget(String address, Map<String, String> labels) {
    /** Copies the labels. */
    public ScrapeTarget {
        labels = Map.copyOf(labels);
    }
}
