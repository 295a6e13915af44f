package io.dynamoplanner.power.cap;

/** What a board gets whose pods do not agree. An unusable value counts as the safe default. */
public enum ConflictPolicy {
    /** The safe default: no pod throttles another one without notice. */
    SAFE_DEFAULT,
    /** The lowest wish. */
    MIN,
    /** The highest wish. */
    MAX
}
