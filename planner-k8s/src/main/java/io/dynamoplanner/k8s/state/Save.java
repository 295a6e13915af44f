package io.dynamoplanner.k8s.state;

/** What became of saving a state. */
public sealed interface Save {

    /** @param stored what to save on top of the next time */
    record Saved(Stored stored) implements Save {}

    /** It is the state that is stored already; nothing was sent. */
    record Unchanged() implements Save {}

    /** Somebody else has saved since: another process leads, or led. Load again before the next save. */
    record Conflict(String why) implements Save {}

    /**
     * Does not fit into an object; nothing was sent.
     *
     * @param bytes of keys and values
     * @param limit most that are allowed
     */
    record TooLarge(long bytes, long limit) implements Save {}

    /** Not saved, or not known to be. */
    record Failed(String why) implements Save {}
}
