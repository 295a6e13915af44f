package io.dynamoplanner.metrics.exporter;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * A metric about graphs: name, meaning, and how its series are read from what is known about one graph.
 *
 * @param name as it is exported; that of a counter ends in {@code _total}
 * @param help one or two sentences for people
 */
record Family(Kind kind, String name, String help, Reader reader) {
    private static final String TOTAL = "_total";

    enum Kind {
        GAUGE,
        COUNTER
    }

    /** Adds the series of one graph. What is unknown is not added: a missing series is neither zero nor the last value. */
    @FunctionalInterface
    interface Reader {
        void read(GraphSeries graph, Rows rows);
    }

    static Family gauge(String name, String help, Reader reader) {
        return new Family(Kind.GAUGE, name, help, reader);
    }

    static Family counter(String name, String help, Reader reader) {
        return new Family(Kind.COUNTER, name, help, reader);
    }

    MetricSnapshot snapshot(Rows rows) {
        return kind == Kind.GAUGE ? gauge(rows) : counter(rows);
    }

    private MetricSnapshot gauge(Rows rows) {
        var snapshot = GaugeSnapshot.builder().name(name).help(help);
        for (Rows.Row row : rows.all()) {
            snapshot.dataPoint(GaugeDataPointSnapshot.builder()
                    .value(row.value())
                    .labels(row.labels())
                    .build());
        }
        return snapshot.build();
    }

    private MetricSnapshot counter(Rows rows) {
        String base = name.substring(0, name.length() - TOTAL.length());
        var snapshot = CounterSnapshot.builder().name(base).help(help);
        for (Rows.Row row : rows.all()) {
            snapshot.dataPoint(CounterDataPointSnapshot.builder()
                    .value(row.value())
                    .labels(row.labels())
                    .build());
        }
        return snapshot.build();
    }
}
