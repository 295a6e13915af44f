package io.dynamoplanner.power.cap;

/** What the wishes of pods on instances of one board (MIG) mean. Only whole boards have a limit. */
public enum MigPolicy {
    /** Each wish is for the board, so the pods have to agree. */
    BOARD_AGREE,
    /** Each wish is the share of its instance; the board gets their sum. Experimental. */
    SUM,
    /** Boards in MIG mode are left alone. */
    IGNORE
}
