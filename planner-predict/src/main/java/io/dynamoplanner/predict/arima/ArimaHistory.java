package io.dynamoplanner.predict.arima;

import java.util.Arrays;

/**
 * The stored values, oldest first, as an immutable value.
 *
 * <p>Appending copies. That is a few microseconds for a thousand values, and nothing is shared that could be written to.
 */
final class ArimaHistory {
    static final ArimaHistory EMPTY = new ArimaHistory(new double[0], 0, false);

    private final double[] values;
    private final int points;
    private final boolean sawTraffic;

    /**
     * @param points values stored ever; more than are kept once old ones are dropped
     * @param sawTraffic whether a value other than 0 has come since construction or the end of the warm-up
     */
    ArimaHistory(double[] values, int points, boolean sawTraffic) {
        this.values = values;
        this.points = points;
        this.sawTraffic = sawTraffic;
    }

    ArimaHistory append(double value, int mostKept) {
        int dropped = Math.max(0, values.length + 1 - mostKept);
        double[] next = Arrays.copyOfRange(values, dropped, values.length + 1);
        next[next.length - 1] = value;
        return new ArimaHistory(next, points + 1, sawTraffic || value != 0);
    }

    ArimaHistory idle() {
        return new ArimaHistory(values, points, false);
    }

    double last() {
        return values.length == 0 ? 0 : values[values.length - 1];
    }

    int points() {
        return points;
    }

    int kept() {
        return values.length;
    }

    double get(int index) {
        return values[index];
    }

    boolean sawTraffic() {
        return sawTraffic;
    }

    /** A copy of some values, as they are or as {@code log(1 + value)}. */
    double[] between(int from, int to, boolean log1p) {
        double[] part = Arrays.copyOfRange(values, from, to);
        if (log1p) {
            for (int i = 0; i < part.length; i++) {
                part[i] = StrictMath.log1p(Math.max(0, part[i]));
            }
        }
        return part;
    }

    /** Whether the first so many values are all the same. */
    boolean isConstant(int count) {
        for (int i = 1; i < count; i++) {
            if (values[i] != values[0]) {
                return false;
            }
        }
        return true;
    }
}
