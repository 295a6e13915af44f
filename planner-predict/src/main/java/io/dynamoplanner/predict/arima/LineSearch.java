package io.dynamoplanner.predict.arima;

/**
 * A step along a direction in which a function falls: long enough to lower both the function and its slope, by the method of
 * Moré and Thuente (1994), which keeps an interval with such a step inside and proposes the next try by cubic and quadratic
 * interpolation.
 *
 * <p>The caller evaluates: it asks for {@link #step}, hands in value and slope there, and goes on until {@link #isOver}. The
 * constants are those of the optimiser the reference uses, so that a search that is cut off early ends where its ends.
 */
final class LineSearch {
    private static final double ENOUGH_FALL = 1e-3;
    private static final double ENOUGH_FLATTENING = 0.9;
    private static final double NARROWEST = 0.1;
    private static final double LONGEST_STEP = 1e10;

    /** A tried step with value and slope, both possibly less those of the line of least fall. */
    private record Try(double step, double value, double slope) {
        Try less(double line) {
            return new Try(step, value - step * line, slope - line);
        }
    }

    private final Try origin;
    private final double leastFall;
    private Try best;
    private Try other;
    private boolean bracketed;
    private boolean first = true;
    private boolean over;
    private double least;
    private double most;
    private double width = LONGEST_STEP;
    private double widthBefore = 2 * LONGEST_STEP;
    private double step;

    LineSearch(double value, double slope, double step) {
        this.origin = new Try(0, value, slope);
        this.leastFall = ENOUGH_FALL * slope;
        this.best = origin;
        this.other = origin;
        this.step = Math.min(step, LONGEST_STEP);
        this.most = 5 * step;
    }

    double step() {
        return step;
    }

    boolean isOver() {
        return over;
    }

    void tried(double value, double slope) {
        double line = origin.value + step * leastFall;
        if (first && value <= line && slope >= 0) {
            first = false;
        }
        boolean stuck = bracketed && (step <= least || step >= most || most - least <= NARROWEST * most);
        boolean farthest = step == LONGEST_STEP && value <= line && slope <= leastFall;
        boolean good = value <= line && Math.abs(slope) <= ENOUGH_FLATTENING * -origin.slope;
        if (stuck || farthest || good) {
            over = true;
            return;
        }
        Try now = new Try(step, value, slope);
        if (first && value <= best.value && value > line) {
            // Nothing is low enough yet: what is searched is the lowest point below the line of least fall.
            narrow(best.less(leastFall), other.less(leastFall), now.less(leastFall), now);
        } else {
            narrow(best, other, now, now);
        }
        if (bracketed) {
            double span = Math.abs(other.step - best.step);
            if (span >= 0.66 * widthBefore) {
                step = best.step + 0.5 * (other.step - best.step);
            }
            widthBefore = width;
            width = span;
            least = Math.min(best.step, other.step);
            most = Math.max(best.step, other.step);
        } else {
            least = step + 1.1 * (step - best.step);
            most = step + 4 * (step - best.step);
        }
        step = Math.max(0, Math.min(LONGEST_STEP, step));
        if (bracketed && (step <= least || step >= most || most - least <= NARROWEST * most)) {
            step = best.step;
        }
    }

    /** Chooses the next step from best, other and now, and then which two of them are kept. */
    private void narrow(Try b, Try o, Try now, Try plain) {
        double next;
        boolean turned = now.slope * Math.signum(b.slope) < 0;
        if (now.value > b.value) {
            double cubic = cubic(b, now, false, true);
            double quadratic = b.step
                    + b.slope / ((b.value - now.value) / (now.step - b.step) + b.slope) / 2 * (now.step - b.step);
            next = Math.abs(cubic - b.step) < Math.abs(quadratic - b.step) ? cubic : cubic + (quadratic - cubic) / 2;
            bracketed = true;
        } else if (turned) {
            double cubic = cubic(b, now, true, true);
            double secant = secant(b, now);
            next = Math.abs(cubic - now.step) > Math.abs(secant - now.step) ? cubic : secant;
            bracketed = true;
        } else if (Math.abs(now.slope) < Math.abs(b.slope)) {
            double cubic = cubic(b, now, true, false);
            double secant = secant(b, now);
            boolean cubicIsCloser = Math.abs(cubic - now.step) < Math.abs(secant - now.step);
            next = cubicIsCloser == bracketed ? cubic : secant;
            if (bracketed) {
                double far = now.step + 0.66 * (o.step - now.step);
                next = now.step > b.step ? Math.min(far, next) : Math.max(far, next);
            } else {
                next = Math.max(least, Math.min(most, next));
            }
        } else if (bracketed) {
            next = cubic(o, now, true, true);
        } else {
            next = now.step > b.step ? most : least;
        }
        if (now.value > b.value) {
            other = plain;
        } else {
            if (turned) {
                other = best;
            }
            best = plain;
        }
        step = next;
    }

    private static double secant(Try a, Try now) {
        return now.step + now.slope / (now.slope - a.slope) * (a.step - now.step);
    }

    /**
     * Lowest point of the cubic with the values and slopes at two steps.
     *
     * @param fromNow which of the two it is reckoned from; in real numbers that would not matter
     * @param isThere whether such a point is known to exist; if it does not, the answer is the end of the interval
     */
    private double cubic(Try a, Try now, boolean fromNow, boolean isThere) {
        double theta = 3 * (a.value - now.value) / (now.step - a.step) + a.slope + now.slope;
        double s = Math.max(Math.abs(theta), Math.max(Math.abs(a.slope), Math.abs(now.slope)));
        double square = theta / s * (theta / s) - a.slope / s * (now.slope / s);
        double root = s * Math.sqrt(isThere ? square : Math.max(0, square));
        Try from = fromNow ? now : a;
        Try to = fromNow ? a : now;
        double gamma = from.step > to.step ? -root : root;
        double share = (gamma - from.slope + theta) / (gamma - from.slope + gamma + to.slope);
        if (!isThere && !(share < 0 && gamma != 0)) {
            return now.step > a.step ? most : least;
        }
        return from.step + share * (to.step - from.step);
    }
}
