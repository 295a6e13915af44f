package io.dynamoplanner.data.config;

/** Something worth telling about a configuration that is accepted; one line. */
public record Finding(Severity severity, String field, Origin origin, String text) {

    /** How loud. */
    public enum Severity {
        INFO,
        WARNING
    }

    /** {@code WARNING planner.yaml:3: field 'no_operation': ...}. */
    @Override
    public String toString() {
        return severity + " " + origin + ": field '" + field + "': " + text;
    }
}
