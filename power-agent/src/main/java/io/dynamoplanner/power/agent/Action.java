package io.dynamoplanner.power.agent;

/**
 * What became of a decision.
 *
 * @param detail for people; empty if there is nothing to add
 */
public record Action(Kind kind, String detail) {
    /** How it went. */
    public enum Kind {
        /** Nothing was to be done. */
        NONE,
        /** The board has a new limit. */
        WRITTEN,
        /** The prior limit is back, or was; the board is no longer ours. */
        RELEASED,
        /** The board refused. */
        FAILED,
        /** Nothing was tried, because an earlier try failed a moment ago. */
        BACKING_OFF,
        /** Nothing was tried, because the state file cannot be written. */
        NOT_RECORDED,
        /** Nothing was tried, because other boards of the node have to be lowered first. */
        HELD_BACK,
        /** Nothing was tried; the mode does not allow it. */
        WOULD
    }

    static Action none() {
        return new Action(Kind.NONE, "");
    }
}
