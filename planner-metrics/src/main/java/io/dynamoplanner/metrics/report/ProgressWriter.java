package io.dynamoplanner.metrics.report;

import java.io.PrintStream;

/**
 * Shows progress on a stream. On a terminal one line is drawn over and over; elsewhere (a file, a CI log) there is a
 * plain line at 25, 50 and 75 %. It reads no clock: the caller says how much time has passed. For one thread.
 */
public final class ProgressWriter {
    private static final double QUARTER = 0.25;

    private final PrintStream out;
    private final boolean terminal;
    private final int width;
    private final TerminalStyle style;
    private String drawn = "";
    private int quartersSaid;

    /** @param terminal whether {@code out} is a terminal, on which a carriage return goes back to the line's start */
    public ProgressWriter(PrintStream out, boolean terminal, int width, TerminalStyle style) {
        this.out = out;
        this.terminal = terminal;
        this.width = width;
        this.style = style;
    }

    /**
     * Says how far it is.
     *
     * @param fraction done, 0 to 1
     * @param elapsedS seconds since the start, from which the rest is estimated
     */
    public void update(double fraction, double elapsedS, String text) {
        String eta = ProgressBar.eta(fraction, elapsedS);
        String full = eta.isEmpty() ? text : text + ", " + eta;
        if (terminal) {
            // One column stays free: a full line would wrap and the carriage return would not reach its start.
            draw(ProgressBar.render(fraction, full, width - 1, style));
        } else {
            sayQuarter(ProgressBar.bounded(fraction), full);
        }
    }

    /** Ends the display; the terminal's line is wiped, so that what follows starts on a clean one. */
    public void finish() {
        if (terminal && !drawn.isEmpty()) {
            out.print("\r" + " ".repeat(drawn.codePointCount(0, drawn.length())) + "\r");
            out.flush();
            drawn = "";
        }
    }

    private void draw(String line) {
        if (line.equals(drawn)) {
            return;
        }
        int leftover = drawn.codePointCount(0, drawn.length()) - line.codePointCount(0, line.length());
        out.print("\r" + line + " ".repeat(Math.max(0, leftover)));
        out.flush();
        drawn = line;
    }

    private void sayQuarter(double fraction, String text) {
        int quarters = (int) Math.floor(fraction / QUARTER);
        if (quarters > quartersSaid && quarters < 4) {
            out.print(quarters * 25 + " %  " + style.safe(text) + "\n");
            out.flush();
        }
        quartersSaid = Math.max(quartersSaid, quarters);
    }
}
