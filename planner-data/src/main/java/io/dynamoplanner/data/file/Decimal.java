package io.dynamoplanner.data.file;

/** Decimal numbers as data files write them. */
public final class Decimal {
    private Decimal() {}

    /**
     * The nearest double; NaN and infinities are given as such in any of their usual spellings, so that the caller can
     * name them.
     *
     * @throws NumberFormatException if the text is no decimal number; type suffixes and hexadecimal numbers are none
     */
    public static double parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean decimal = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
            if (!decimal) {
                return nonFinite(text);
            }
        }
        return Double.parseDouble(text);
    }

    private static double nonFinite(String text) {
        return switch (text) {
            case "NaN", "nan", "NAN" -> Double.NaN;
            case "Infinity", "+Infinity", "inf", "Inf", "+inf", "INF" -> Double.POSITIVE_INFINITY;
            case "-Infinity", "-inf", "-Inf", "-INF" -> Double.NEGATIVE_INFINITY;
            default -> throw new NumberFormatException("not a decimal number");
        };
    }
}
