package io.dynamoplanner.data.file;

/** Text for error messages: whatever a file holds, a message stays one line of readable length. */
public final class OneLine {
    private static final int MAX_VALUE_CHARS = 60;

    private OneLine() {}

    /** {@code text} with control characters, line breaks among them, replaced by spaces. */
    public static String of(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        clean.appendCodePoint(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c));
        return clean.toString();
    }

    /** A value quoted from a file, shortened if it is long. */
    public static String value(String text) {
        String clean = of(text);
        return clean.length() <= MAX_VALUE_CHARS ? clean : clean.substring(0, MAX_VALUE_CHARS) + "...";
    }
}
