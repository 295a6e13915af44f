package io.dynamoplanner.app;

import io.dynamoplanner.metrics.report.TerminalStyle;
import java.util.Locale;

/**
 * What the process writes to. The launcher looks, because Java cannot tell on all its releases whether a stream is a
 * terminal, and says so in system properties; without them nothing is a terminal.
 *
 * @param out whether standard output is one
 * @param err whether standard error is one
 * @param columns its width
 * @param unicode whether it shows more than ASCII
 * @param colour whether the user wants colour where it can be shown
 */
public record Terminal(boolean out, boolean err, int columns, boolean unicode, boolean colour) {
    private static final int USUAL_COLUMNS = 100;

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        var environment = System.getenv();
        String locale = environment.getOrDefault(
                "LC_ALL", environment.getOrDefault("LC_CTYPE", environment.getOrDefault("LANG", "")));
        return new Terminal(
                Boolean.getBoolean("planner.terminal.out"),
                Boolean.getBoolean("planner.terminal.err"),
                Math.max(60, Integer.getInteger("planner.terminal.columns", USUAL_COLUMNS)),
                locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"),
                environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /** How to write to standard output. */
    public TerminalStyle style() {
        return new TerminalStyle(out && colour, unicode);
    }

    /** How to write to standard error. */
    public TerminalStyle errStyle() {
        return new TerminalStyle(err && colour, unicode);
    }
}
