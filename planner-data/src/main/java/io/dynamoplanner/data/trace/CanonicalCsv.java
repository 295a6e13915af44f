package io.dynamoplanner.data.trace;

/**
 * Reads csv rows of exactly {@code seconds,isl,osl} in plain digits, the time with or without a fraction, on bytes and
 * without an object per row. Any other row is left to the general parser, see {@link CanonicalJson}.
 */
final class CanonicalCsv {
    /** Mantissas and powers of ten up to here are exact doubles, so that their quotient is the nearest double. */
    private static final int MAX_TIME_DIGITS = 15;

    private static final int MAX_TOKEN_DIGITS = 9;
    private static final double[] POWERS_OF_TEN = new double[MAX_TIME_DIGITS + 1];

    static {
        double power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private int at;
    private double seconds;
    private int isl;
    private int osl;

    /** Whether the bytes are such a row; if so the fields have its values. */
    boolean read(byte[] bytes, int from, int to) {
        at = from;
        return time(bytes, to)
                && (isl = tokens(bytes, to)) >= 0
                && at < to
                && bytes[at++] == ','
                && (osl = tokens(bytes, to)) >= 0
                && at == to;
    }

    double seconds() {
        return seconds;
    }

    int isl() {
        return isl;
    }

    int osl() {
        return osl;
    }

    /** Digits, perhaps with a point between two of them, up to and with the comma. */
    private boolean time(byte[] bytes, int to) {
        long mantissa = 0;
        int digits = 0;
        int whole = -1;
        int i = at;
        for (; i < to && bytes[i] != ','; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = 10 * mantissa + digit;
                digits++;
            } else if (bytes[i] == '.' && whole < 0) {
                whole = digits;
            } else {
                return false;
            }
            if (digits > MAX_TIME_DIGITS) {
                return false;
            }
        }
        if (i == to || digits == 0 || whole == 0 || whole == digits) {
            return false;
        }
        seconds = whole < 0 ? mantissa : mantissa / POWERS_OF_TEN[digits - whole];
        at = i + 1;
        return seconds <= TraceReader.MAX_SECONDS;
    }

    /** Digits up to what is none; -1 if there is none or there are too many. */
    private int tokens(byte[] bytes, int to) {
        int from = at;
        int value = 0;
        int i = from;
        while (i < to) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            if (i - from == MAX_TOKEN_DIGITS) {
                return -1;
            }
            value = 10 * value + digit;
            i++;
        }
        at = i;
        return i == from ? -1 : value;
    }
}
