package io.dynamoplanner.k8s.event;

/** Where Events go. */
@FunctionalInterface
public interface EventReporter {
    /**
     * Reports something. Returns at once and never fails.
     *
     * @param part what of the subject it is about, a role mostly; empty for the subject as a whole. Events of one reason are
     *     counted together for each part
     * @param message one sentence for people
     */
    void report(Subject about, EventReason reason, String part, String message);

    /** Where nobody reads Events. */
    static EventReporter nowhere() {
        return (about, reason, part, message) -> {};
    }
}
