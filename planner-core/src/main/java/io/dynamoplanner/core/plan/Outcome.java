package io.dynamoplanner.core.plan;

/** What became of an effect. */
public sealed interface Outcome {

    /** Written. */
    record Applied() implements Outcome {}

    /** Nothing to write: it is so already. */
    record Unchanged() implements Outcome {}

    /** Not written now; the next plan decides again. */
    record Deferred(String why) implements Outcome {}

    /** Not allowed: advisory, paused, not the leader, preflight. */
    record Rejected(String why) implements Outcome {}

    /** Tried and failed. */
    record Failed(String why) implements Outcome {}
}
