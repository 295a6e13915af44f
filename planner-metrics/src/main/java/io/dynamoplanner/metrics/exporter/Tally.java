package io.dynamoplanner.metrics.exporter;

import java.util.HashMap;
import java.util.Map;

/** How often each of several things has happened. */
record Tally<K>(Map<K, Long> counts) {
    Tally {
        counts = Map.copyOf(counts);
    }

    static <K> Tally<K> none() {
        return new Tally<>(Map.of());
    }

    Tally<K> plusOne(K what) {
        var more = new HashMap<>(counts);
        more.merge(what, 1L, Long::sum);
        return new Tally<>(more);
    }

    long of(K what) {
        return counts.getOrDefault(what, 0L);
    }
}
