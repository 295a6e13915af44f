package io.dynamoplanner.data.config;

/**
 * What a field does today.
 *
 * @param detail for a later field what it waits for, for a retired one what replaces it; empty for an effective one
 */
public record Effect(Kind kind, String detail) {
    /** The planner acts on it. */
    public static final Effect EFFECTIVE = new Effect(Kind.EFFECTIVE, "");

    /** The three kinds of effect. */
    public enum Kind {
        EFFECTIVE,
        LATER,
        RETIRED
    }

    /** Accepted and checked; does nothing until {@code feature} exists. */
    public static Effect later(String feature) {
        return new Effect(Kind.LATER, feature);
    }

    /** Accepted because old files have it. */
    public static Effect retired(String replacement) {
        return new Effect(Kind.RETIRED, replacement);
    }

    /** For tables: {@code effective}, {@code later: load scaling}, {@code retired: use advisory}. */
    @Override
    public String toString() {
        return switch (kind) {
            case EFFECTIVE -> "effective";
            case LATER -> "later: " + detail;
            case RETIRED -> "retired: " + detail;
        };
    }
}
