package io.dynamoplanner.metrics.report;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.Locale;

/** Numbers and times as text, the same on every machine. */
final class Figures {
    /** Stands where there is no value. */
    static final String NONE = "-";

    private static final char NARROW_NO_BREAK_SPACE = '\u202F';

    private Figures() {}

    /** Rounded half up to a number of decimals; NaN and infinities stay what they are. */
    static double rounded(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return value;
        }
        double scale = Math.pow(10, decimals);
        // Adding zero turns -0.0 into 0.0, so that no table shows "-0".
        return Math.abs(value) > 1e15 / scale ? value : Math.round(value * scale) / scale + 0.0;
    }

    /**
     * A share in per cent with one decimal. Only a full share is 100.0 and only an empty one is 0.0: what missed once in
     * a million times reads 99.9.
     */
    static double percent(double share) {
        double rounded = rounded(share * 100, 1);
        if (rounded >= 100 && share < 1) {
            return 99.9;
        }
        return rounded <= 0 && share > 0 ? 0.1 : rounded;
    }

    static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", rounded(value, decimals));
    }

    /** The same digits with narrow spaces between the thousands; for four digits and fewer nothing changes. */
    static String grouped(String digits) {
        int point = digits.indexOf('.');
        int end = point < 0 ? digits.length() : point;
        int start = digits.startsWith("-") ? 1 : 0;
        if (end - start <= 4 || !Character.isDigit(digits.charAt(start))) {
            return digits;
        }
        var text = new StringBuilder(digits);
        for (int i = end - 3; i > start; i -= 3) {
            text.insert(i, NARROW_NO_BREAK_SPACE);
        }
        return text.toString();
    }

    /** {@code m:ss}, or {@code h:mm:ss} from one hour on. Fractions of a second are dropped. */
    static String clock(double seconds) {
        if (!Double.isFinite(seconds)) {
            return NONE;
        }
        String sign = seconds <= -1 ? "-" : "";
        long whole = (long) Math.abs(seconds);
        long minutes = whole / 60;
        return minutes < 60
                ? String.format(Locale.ROOT, "%s%d:%02d", sign, minutes, whole % 60)
                : String.format(Locale.ROOT, "%s%d:%02d:%02d", sign, minutes / 60, minutes % 60, whole % 60);
    }

    /**
     * The shortest decimal that reads back as the same double. {@link Double#toString} gives that only from JDK 19 on;
     * the files must not depend on the JDK.
     */
    static String shortest(double value) {
        return NumberOutput.toString(value, true);
    }
}
