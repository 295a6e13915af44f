package io.dynamoplanner.data.config;

import io.dynamoplanner.data.document.SourcePosition;

/**
 * Where a value comes from.
 *
 * @param where the position, the variable, the flag, or the reason of a derived value; empty for a default
 */
public record Origin(Kind kind, String where) {
    public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

    /** From weakest to strongest; a derived value replaces only what the derivation says. */
    public enum Kind {
        DEFAULT,
        ENVIRONMENT,
        FILE,
        FLAG,
        DERIVED
    }

    static Origin derived(String reason) {
        return new Origin(Kind.DERIVED, reason);
    }

    static Origin at(Kind kind, SourcePosition position) {
        return new Origin(kind, position.toString());
    }

    /** Whether the user said it somewhere. */
    public boolean isGiven() {
        return kind == Kind.ENVIRONMENT || kind == Kind.FILE || kind == Kind.FLAG;
    }

    /** {@code default}, {@code planner.yaml:3}, {@code flag --ttft}, {@code environment DYN_NAMESPACE}. */
    @Override
    public String toString() {
        return switch (kind) {
            case DEFAULT -> "default";
            case DERIVED -> "derived: " + where;
            case ENVIRONMENT, FILE, FLAG -> where;
        };
    }
}
