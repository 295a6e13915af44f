package io.dynamoplanner.metrics.report;

import java.util.Locale;

/** One line that says how far something is: {@code [#####.....]  50 %  text}. */
public final class ProgressBar {
    private static final int SHORTEST_BAR = 10;
    private static final int LONGEST_BAR = 40;

    private ProgressBar() {}

    /**
     * The line, at most {@code width} long.
     *
     * @param fraction done, 0 to 1; what lies outside is taken as the nearer end
     * @param text what is being done; cut if there is no room
     */
    public static String render(double fraction, String text, int width, TerminalStyle style) {
        double done = bounded(fraction);
        // A bar is full only at the end: 99.9 % shows 99.
        String percent = String.format(Locale.ROOT, "%3d %%", (int) Math.floor(done * 100 + 1e-9));
        String safe = style.safe(text);
        int wanted = safe.codePointCount(0, safe.length());
        int bar = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, width - wanted - percent.length() - 6));
        int filled = (int) Math.floor(done * bar + 1e-9);
        String line = style.unicode()
                ? "█".repeat(filled) + "░".repeat(bar - filled)
                : "[" + "#".repeat(filled) + ".".repeat(bar - filled) + "]";
        return style.cut((line + " " + percent + "  " + safe).stripTrailing(), width);
    }

    /**
     * How long the rest will take if it goes on as fast as it went, in words; empty as long as nothing is known.
     *
     * @param elapsedS seconds since the start
     */
    public static String eta(double fraction, double elapsedS) {
        double done = bounded(fraction);
        if (done <= 0 || done >= 1 || !(elapsedS > 0)) {
            return "";
        }
        return "about " + Figures.clock(Math.ceil(elapsedS * (1 - done) / done)) + " left";
    }

    static double bounded(double fraction) {
        return fraction >= 0 ? Math.min(1, fraction) : 0;
    }
}
