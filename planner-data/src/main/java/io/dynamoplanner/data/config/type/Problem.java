package io.dynamoplanner.data.config.type;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is wrong with a configuration, rendered as one line.
 *
 * @param kind what had to be known to see it
 * @param place {@code FILE:LINE}, {@code flag --x} or {@code environment X}
 * @param field name of the field, with a path if it is nested
 * @param value what was given, shortened, on one line; absent for a missing value and for a credential
 * @param rule what must hold
 * @param remedy what to do
 */
public record Problem(Kind kind, String place, String field, Optional<String> value, String rule, String remedy) {
    private static final int SHOWN = 80;

    public Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(remedy, "remedy");
        value = value.map(Problem::onOneLine);
    }

    /** What had to be known to see a problem; a JSON Schema can see the first kind only. */
    public enum Kind {
        /** The field alone. */
        FIELD,
        /** Two or more fields. */
        CROSS_FIELD,
        /** The machine: a file that should exist. */
        SURROUNDINGS
    }

    /** {@code planner.yaml:3: field 'ttft_ms' = -3: must be greater than 0 ms. Remedy: ...}. */
    @Override
    public String toString() {
        String given = value.map(text -> " = " + text).orElse("");
        return place + ": field '" + onOneLine(field) + "'" + given + ": " + rule + ". Remedy: " + remedy;
    }

    private static String onOneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
