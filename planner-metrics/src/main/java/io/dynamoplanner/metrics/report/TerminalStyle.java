package io.dynamoplanner.metrics.report;

/**
 * What a terminal can show.
 *
 * @param colour whether ANSI colour codes may be written
 * @param unicode whether characters beyond ASCII may be written
 */
public record TerminalStyle(boolean colour, boolean unicode) {
    /** For files, pipes and terminals that nobody knows anything about. */
    public static final TerminalStyle PLAIN = new TerminalStyle(false, false);

    /**
     * Text that cannot move the cursor or recolour the screen: control and format characters become {@code ?}, and so
     * does all beyond ASCII where that cannot be shown.
     */
    public String safe(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean invisible = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (invisible || (!unicode && c > 0x7E)) {
                safe.append(c == '\u202F' ? ' ' : '?');
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** Cut to a width, with a sign that something is missing. */
    String cut(String text, int width) {
        int length = text.codePointCount(0, text.length());
        if (length <= width) {
            return text;
        }
        String sign = unicode ? "…" : "..";
        int keep = Math.max(0, width - sign.length());
        return text.substring(0, text.offsetByCodePoints(0, keep)) + sign.substring(0, Math.min(sign.length(), width));
    }

    /** In bold, where there is colour. */
    public String bold(String text) {
        return colour ? "\u001B[1m" + text + "\u001B[0m" : text;
    }

    String green(String text) {
        return colour ? "\u001B[1;32m" + text + "\u001B[0m" : text;
    }

    /** Faint, where there is colour. */
    public String dim(String text) {
        return colour ? "\u001B[2m" + text + "\u001B[0m" : text;
    }
}
