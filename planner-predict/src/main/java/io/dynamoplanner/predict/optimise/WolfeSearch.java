package io.dynamoplanner.predict.optimise;

/**
 * A step along a direction of descent that makes the function fall enough and its slope flatten enough (the strong Wolfe
 * conditions, with 0.0001 and 0.9).
 *
 * <p>First the step grows tenfold until a minimum is known to lie behind: the function rose, or its slope did. Then the
 * interval shrinks: the next trial is the minimum of the cubic through values and slopes of both ends, kept 1 % away from
 * the ends; each fifth trial is the middle, because cubics may creep.
 */
final class WolfeSearch {
    private static final double DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int MOST_EXPANSIONS = 20;
    private static final int MOST_RETREATS = 10;
    private static final double LEAST_INTERVAL = 1e-16;

    private final Objective function;
    private final double[] origin;
    private final double[] direction;
    private final double value0;
    private final double slope0;

    private double step;
    private double value;
    private double slope;
    private final double[] point;
    private final double[] gradient;

    WolfeSearch(Objective function, double[] origin, double value, double[] gradient, double[] direction) {
        this.function = function;
        this.origin = origin;
        this.direction = direction;
        this.value0 = value;
        this.slope0 = Vectors.dot(gradient, direction);
        this.point = new double[origin.length];
        this.gradient = new double[origin.length];
    }

    /** One end of the interval. */
    private record End(double step, double value, double slope) {}

    /** Whether a step was found; then the accessors tell where it leads. */
    boolean search(double firstStep) {
        End behind = new End(0, value0, slope0);
        double trial = firstStep;
        int retreats = 0;
        for (int expansions = 0; expansions < MOST_EXPANSIONS; ) {
            if (!evaluate(trial)) {
                if (retreats++ >= MOST_RETREATS) {
                    return false;
                }
                trial = (behind.step + trial) / 2;
                continue;
            }
            retreats = 0;
            End here = new End(trial, value, slope);
            // The line that the value must stay below is taken at the first trial: steps beyond it are a bonus.
            if (value > value0 + firstStep * DECREASE * slope0 || (expansions > 0 && value >= behind.value)) {
                return shrink(behind, here);
            }
            if (Math.abs(slope) <= -CURVATURE * slope0) {
                return true;
            }
            if (slope >= 0) {
                return shrink(here, behind);
            }
            behind = here;
            trial *= 10;
            expansions++;
        }
        return false;
    }

    /** @param low the end with the lower value, from which the function falls towards the other */
    private boolean shrink(End low, End high) {
        for (int trials = 1; Math.abs(low.step - high.step) >= LEAST_INTERVAL; trials++) {
            double trial = trials % 5 == 0 ? (low.step + high.step) / 2 : between(low, high);
            double nearest = Math.min(low.step, high.step);
            while (!evaluate(trial)) {
                trial = (trial + nearest) / 2;
                if (Math.abs(nearest - trial) < LEAST_INTERVAL) {
                    return false;
                }
            }
            End here = new End(trial, value, slope);
            if (value > value0 + trial * DECREASE * slope0 || value >= low.value) {
                high = here;
            } else {
                if (Math.abs(slope) <= -CURVATURE * slope0) {
                    return true;
                }
                if (slope * (high.step - low.step) >= 0) {
                    high = low;
                }
                low = here;
            }
        }
        return false;
    }

    private static double between(End low, End high) {
        double d1 = low.slope + high.slope - 3 * (low.value - high.value) / (low.step - high.step);
        double root = Math.sqrt(d1 * d1 - low.slope * high.slope);
        double d2 = high.step < low.step ? -root : root;
        double trial = high.step - (high.step - low.step) * (high.slope + d2 - d1) / (high.slope - low.slope + 2 * d2);
        double margin = 0.01 * Math.abs(low.step - high.step);
        boolean inside =
                trial >= Math.min(low.step, high.step) + margin && trial <= Math.max(low.step, high.step) - margin;
        return inside ? trial : (low.step + high.step) / 2;
    }

    private boolean evaluate(double trial) {
        for (int i = 0; i < point.length; i++) {
            point[i] = origin[i] + trial * direction[i];
        }
        step = trial;
        value = function.at(point, gradient);
        slope = Vectors.dot(gradient, direction);
        return Double.isFinite(value) && Vectors.finite(gradient);
    }

    double step() {
        return step;
    }

    double value() {
        return value;
    }

    double[] point() {
        return point;
    }

    double[] gradient() {
        return gradient;
    }
}
