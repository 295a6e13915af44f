package io.dynamoplanner.core.sizing;

import java.util.Locale;

/** Numbers as they stand in a derivation: six significant digits, no exponent where a person would not use one. */
final class Figures {
    private Figures() {}

    static String of(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        double size = Math.abs(value);
        int decimals = size >= 1000 ? 1 : size >= 100 ? 2 : size >= 1 ? 4 : 6;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
