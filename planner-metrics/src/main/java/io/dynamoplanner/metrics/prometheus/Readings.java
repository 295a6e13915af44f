package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import java.time.Instant;

/** Arithmetic with readings: what is made of an unknown is unknown, for the same reason. */
final class Readings {
    private Readings() {}

    /**
     * Mean of what was measured in a window. Nothing measured is a confirmed zero if the window had no request; else the
     * requests are still under way, or what measures them does not, and the mean is unknown.
     *
     * @param scale from the unit of the metric to that of the signal
     */
    static Reading mean(Reading sum, Reading count, double scale, boolean idle, String subject) {
        if (count instanceof Reading.Unknown) {
            return count;
        }
        if (sum instanceof Reading.Unknown) {
            return sum;
        }
        Instant at = count.at();
        double n = count.value().orElseThrow();
        double total = sum.value().orElseThrow();
        if (n < 0 || total < 0) {
            return Reading.unknown(
                    Cause.NOT_A_NUMBER, subject + ": a counter went backwards (" + total + " of " + n + ")", at);
        }
        if (n == 0) {
            return idle
                    ? Reading.of(0, at)
                    : Reading.unknown(Cause.EMPTY, subject + ": no request was measured in the window yet", at);
        }
        return Reading.of(scale * total / n, at);
    }

    /** A count; one below zero is no count. */
    static Reading count(Reading count, String subject) {
        return count.value().orElse(0) < 0
                ? Reading.unknown(Cause.NOT_A_NUMBER, subject + ": a counter went backwards", count.at())
                : count;
    }

    /** Sum of two; one for which there is no series counts nothing, as long as there is one for the other. */
    static Reading sumOfPresent(Reading a, Reading b) {
        if (isEmpty(a)) {
            return b;
        }
        return isEmpty(b) ? a : sum(a, b);
    }

    static Reading sum(Reading a, Reading b) {
        if (a instanceof Reading.Unknown) {
            return a;
        }
        return b instanceof Reading.Unknown
                ? b
                : Reading.of(a.value().orElseThrow() + b.value().orElseThrow(), a.at());
    }

    static Reading difference(Reading a, Reading b) {
        if (a instanceof Reading.Unknown) {
            return a;
        }
        return b instanceof Reading.Unknown
                ? b
                : Reading.of(a.value().orElseThrow() - b.value().orElseThrow(), a.at());
    }

    static boolean isEmpty(Reading reading) {
        return reading instanceof Reading.Unknown unknown && unknown.why() == Cause.EMPTY;
    }

    static boolean isZero(Reading reading) {
        return reading instanceof Reading.Zero;
    }
}
