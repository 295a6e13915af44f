package io.dynamoplanner.app.ledger;

import io.dynamoplanner.metrics.report.TerminalStyle;
import java.util.Locale;

/** Text for a terminal, line by line: wrapped at its width, in the characters that it has. */
final class Page {
    private static final int HANGING = 2;

    private final StringBuilder text = new StringBuilder();
    private final int width;
    private final TerminalStyle style;

    Page(int width, TerminalStyle style) {
        this.width = width;
        this.style = style;
    }

    /** An empty line. */
    void gap() {
        text.append('\n');
    }

    void heading(String line) {
        text.append(style.bold(shown(line))).append('\n');
    }

    /** A line, as it is; for tables. */
    void row(String line) {
        text.append(shown(line)).append('\n');
    }

    void dim(int indent, String line) {
        wrap(indent, line, true);
    }

    /** A line that is continued on the next ones, further to the right, where it is too long. */
    void line(int indent, String line) {
        wrap(indent, line, false);
    }

    private void wrap(int indent, String line, boolean dim) {
        int at = indent;
        var row = new StringBuilder();
        for (String word : shown(line).split(" ", -1)) {
            if (row.length() > 0 && at + row.length() + 1 + word.length() > width) {
                put(at, row, dim);
                row.setLength(0);
                at = indent + HANGING;
            }
            row.append(row.length() == 0 ? "" : " ").append(word);
        }
        put(at, row, dim);
    }

    private void put(int indent, CharSequence row, boolean dim) {
        text.append(" ".repeat(indent))
                .append(dim ? style.dim(row.toString()) : row)
                .append('\n');
    }

    /** What a ledger holds may come from anywhere: it must not move the cursor. */
    private String shown(String line) {
        String spelt = style.unicode()
                ? line
                : line.replace("→", "->")
                        .replace("×", "x")
                        .replace("⌈", "ceil(")
                        .replace("⌉", ")");
        return style.safe(spelt);
    }

    /** A number for people: whole from a thousand on, with a decimal from ten on, with three below. */
    static String number(double value) {
        double size = Math.abs(value);
        int decimals = size >= 1000 ? 0 : size >= 10 ? 1 : 3;
        String fixed = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return decimals == 0 ? fixed : fixed.replaceAll("\\.?0+$", "");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
