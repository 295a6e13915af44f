package io.dynamoplanner.power;

/** What the process tells its caller. */
public final class ExitCode {
    public static final int OK = 0;
    /** Something failed that is not the user's doing. */
    public static final int FAILED = 1;
    /** The input is wrong; nothing was changed. */
    public static final int BAD_INPUT = 2;
    /** The driver was replaced; the next process loads the new one. */
    public static final int DRIVER_REPLACED = 3;

    private ExitCode() {}
}
