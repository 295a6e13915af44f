package io.dynamoplanner.metrics.exporter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics in the text format, read back. */
record Scrape(Map<String, String> help, Map<String, String> type, List<Series> series) {
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    record Series(String name, Map<String, String> labels, double value) {}

    static Scrape of(String text) {
        var help = new TreeMap<String, String>();
        var type = new TreeMap<String, String>();
        var series = new ArrayList<Series>();
        for (String line : text.lines().toList()) {
            if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
                String[] parts = line.split(" ", 4);
                String before = (parts[1].equals("HELP") ? help : type).put(parts[2], parts[3]);
                if (before != null) {
                    throw new AssertionError(parts[2] + " has a second " + parts[1]);
                }
            } else if (!line.isBlank() && !line.startsWith("#")) {
                series.add(series(line));
            }
        }
        return new Scrape(help, type, series);
    }

    private static Series series(String line) {
        int space = line.lastIndexOf(' ');
        String left = line.substring(0, space);
        int brace = left.indexOf('{');
        var labels = new TreeMap<String, String>();
        if (brace >= 0) {
            Matcher label = LABEL.matcher(left.substring(brace));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        String value = line.substring(space + 1);
        return new Series(
                brace < 0 ? left : left.substring(0, brace),
                labels,
                value.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
    }

    /** The series of this name that have these labels, and perhaps others. */
    List<Series> find(String name, String... labels) {
        return series.stream()
                .filter(s -> s.name.equals(name))
                .filter(s -> {
                    for (int i = 0; i < labels.length; i += 2) {
                        if (!labels[i + 1].equals(s.labels.get(labels[i]))) {
                            return false;
                        }
                    }
                    return true;
                })
                .toList();
    }

    /** The value of the one series of this name that has these labels; empty if there is none. */
    OptionalDouble value(String name, String... labels) {
        List<Series> found = find(name, labels);
        if (found.size() > 1) {
            throw new AssertionError("several series: " + found);
        }
        return found.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(found.get(0).value);
    }

    Set<String> names() {
        var names = new TreeSet<String>();
        series.forEach(s -> names.add(s.name));
        return names;
    }

    /** Names of all labels that series of this name have. */
    Set<String> labels(String name) {
        var labels = new TreeSet<String>();
        find(name).forEach(s -> labels.addAll(s.labels.keySet()));
        return labels;
    }

    /** The one label value for which the series is 1; "" if there is none. */
    String state(String name, String label, String... labels) {
        return find(name, labels).stream()
                .filter(s -> s.value == 1)
                .map(s -> s.labels.getOrDefault(label, ""))
                .reduce((a, b) -> a + " and " + b)
                .orElse("");
    }
}
