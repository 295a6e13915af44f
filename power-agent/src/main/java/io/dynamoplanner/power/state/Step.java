package io.dynamoplanner.power.state;

/** The instants between which a crash must lose nothing; for tests that kill the process there. */
public enum Step {
    /** The new file lies beside the old one. */
    FILE_WRITTEN,
    /** It has taken its place. */
    FILE_RENAMED,
    /** It is on the disk that a board is to be changed; it has not been. */
    INTENT_RECORDED,
    /** The board has been changed; the file knows the intent only. */
    LIMIT_SET,
    /** The file knows what the board has. */
    LIMIT_RECORDED,
    /** The prior limit is about to be put back. */
    RESTORE_BEGUN,
    /** It has been put back; the file still says that the board is ours. */
    LIMIT_RESTORED,
    /** The file knows that it is not. */
    OWNERSHIP_RETIRED;

    /** Hears of each step as it is reached. */
    public interface Listener {
        void reached(Step step);

        /** Where nobody listens. */
        static Listener none() {
            return step -> {};
        }
    }
}
