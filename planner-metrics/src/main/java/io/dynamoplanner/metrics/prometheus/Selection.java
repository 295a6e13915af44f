package io.dynamoplanner.metrics.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The series of several graphs that are known in the same way: what one query asks for.
 *
 * <p>It may select more than the keys own (label values of one graph with those of another); who reads the answer asks
 * {@link SeriesKey#owns} again.
 */
record Selection(List<SeriesKey> keys) {
    Selection {
        if (keys.isEmpty() || keys.stream().map(SeriesKey::way).distinct().count() > 1) {
            throw new IllegalArgumentException("keys must be of one way: " + keys);
        }
        keys = List.copyOf(keys);
    }

    /** A selector of these series of a metric. */
    String of(String metric) {
        var matchers = new ArrayList<String>();
        for (int i = 0; i < first().matches().size(); i++) {
            var alternatives = new TreeSet<String>();
            for (SeriesKey key : keys) {
                alternatives.add(key.matches().get(i).regex().pattern());
            }
            matchers.add(Promql.matcher(first().matches().get(i).label(), alternatives));
        }
        return metric + "{" + String.join(",", matchers) + "}";
    }

    /** The clause of an aggregation that keeps what tells graphs apart, and these labels. */
    String by(String... labels) {
        var all = new ArrayList<String>();
        first().matches().forEach(m -> all.add(m.label()));
        all.addAll(List.of(labels));
        return "by (" + String.join(", ", all) + ")";
    }

    private SeriesKey first() {
        return keys.get(0);
    }
}
