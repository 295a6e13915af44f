package io.dynamoplanner.core.finding;

import java.util.Objects;

/**
 * Something about the surroundings of a planner that its operator should know: what, and how to put it right.
 *
 * @param code stable name in lower case with hyphens, for documentation, metrics and events: {@code graph-not-found}
 * @param severity how much it matters
 * @param subject what it is about: an object, a rule, a series, a setting
 * @param what one sentence: what was found
 * @param remedy one sentence: what to do; empty if nothing has to be done
 */
public record Finding(String code, Severity severity, String subject, String what, String remedy) {
    public Finding {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** How much it matters. */
    public enum Severity {
        /** Looked at and found in order. */
        OK,
        /** Worth knowing. */
        INFO,
        /** Works, but not as one would expect. */
        WARNING,
        /** Nothing may be written until this is put right. */
        BLOCKING
    }

    public static Finding ok(String code, String subject, String what) {
        return new Finding(code, Severity.OK, subject, what, "");
    }

    public static Finding info(String code, String subject, String what) {
        return new Finding(code, Severity.INFO, subject, what, "");
    }

    public static Finding warning(String code, String subject, String what, String remedy) {
        return new Finding(code, Severity.WARNING, subject, what, remedy);
    }

    public static Finding blocking(String code, String subject, String what, String remedy) {
        return new Finding(code, Severity.BLOCKING, subject, what, remedy);
    }

    public boolean blocks() {
        return severity == Severity.BLOCKING;
    }

    /** One line: subject, what, remedy. */
    public String line() {
        return subject + ": " + what + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
