package io.dynamoplanner.metrics.exporter;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The series that a family gets, graph by graph. */
final class Rows {
    private final List<Row> rows = new ArrayList<>();
    private Labels graph = Labels.EMPTY;

    /** One series. */
    record Row(double value, Labels labels) {}

    /** The labels that every further row gets besides its own. */
    void of(Labels labels) {
        graph = labels;
    }

    /** @param labels names and values in turn */
    void add(double value, String... labels) {
        rows.add(new Row(value, labels.length == 0 ? graph : graph.merge(Labels.of(labels))));
    }

    /** A count; beyond 2^53 it is rounded. */
    void add(long value, String... labels) {
        add((double) value, labels);
    }

    /** Adds nothing if the value is unknown. */
    void add(OptionalDouble value, String... labels) {
        if (value.isPresent()) {
            add(value.getAsDouble(), labels);
        }
    }

    /**
     * One series for each constant of an enumeration: 1 for the one that is the case, 0 for the others. So a change shows
     * as a step and not as a new series.
     *
     * @param label label that names the constant
     */
    <E extends Enum<E>> void oneOf(E is, String label, String... labels) {
        for (E constant : is.getDeclaringClass().getEnumConstants()) {
            add(constant == is ? 1L : 0L, with(label, name(constant), labels));
        }
    }

    /** Name of a constant as a label value. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    List<Row> all() {
        return rows;
    }

    private static String[] with(String name, String value, String[] labels) {
        var all = new String[labels.length + 2];
        System.arraycopy(labels, 0, all, 0, labels.length);
        all[labels.length] = name;
        all[labels.length + 1] = value;
        return all;
    }
}
