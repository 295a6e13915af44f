package io.dynamoplanner.metrics.prometheus;

import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;

/** Pieces of PromQL text. */
final class Promql {
    /** Label that tells apart the sums which one query answers with; no exporter has it. */
    static final String PART = "planner_part";

    private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private Promql() {}

    /** A regular expression, for Prometheus and for Java, that matches a text and nothing else. */
    static String literal(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }

    /** A string of PromQL with its quotes. */
    static String string(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** A matcher for any of some regular expressions. */
    static String matcher(String label, Collection<String> alternatives) {
        return label + "=~" + string(String.join("|", alternatives));
    }

    /** A duration as a range or an offset takes it. */
    static String range(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** The same series with the label {@link #PART}. */
    static String part(String name, String expression) {
        return "label_replace(" + expression + ", \"" + PART + "\", \"" + name + "\", \"\", \"\")";
    }

    static boolean isLabel(String name) {
        return LABEL.matcher(name).matches();
    }
}
