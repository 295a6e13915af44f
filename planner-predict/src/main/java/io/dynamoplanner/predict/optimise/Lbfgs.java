package io.dynamoplanner.predict.optimise;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a function with its gradient by the BFGS method with limited memory.
 *
 * <p>Newton's step is the gradient times the inverse of the second derivatives. That inverse is never formed: each of the last
 * five steps says how the gradient changed along it, and two passes over these pairs turn a gradient into the
 * step that all of them agree with. A step begins with the length at which the cubic through the last step has its minimum,
 * at most 1. The very first step, and one after a failed search, goes along the gradient.
 *
 * <p>The iteration is bounded, deterministic and never throws. At a kink it may find no descent; then the point so far is
 * returned, and the ending says so.
 */
public final class Lbfgs {
    private static final int MEMORY = 5;
    private static final double LEAST_STEP = 1e-12;

    private final Limits limits;

    public Lbfgs(Limits limits) {
        this.limits = limits;
    }

    /**
     * When to stop; each is enough.
     *
     * @param iterations most iterations
     * @param firstStep length of the first step, in gradients
     * @param decrease least decrease of the value
     * @param relativeDecrease the same, as a share of the value
     * @param gradient least norm of the gradient
     * @param relativeGradient least expected decrease of the next step, as a share of the value (of 1, if the value is less)
     * @param step least norm of a step
     */
    public record Limits(
            int iterations,
            double firstStep,
            double decrease,
            double relativeDecrease,
            double gradient,
            double relativeGradient,
            double step) {}

    /** Why the iteration ended. */
    public enum Ending {
        CONVERGED,
        ITERATIONS_USED_UP,
        /** No step downhill was found, as at a kink, or the function is not finite where it starts. */
        NO_DESCENT
    }

    /** Where the iteration ended. */
    public static final class Minimum {
        private final double[] point;
        private final double value;
        private final int iterations;
        private final Ending ending;

        private Minimum(double[] point, double value, int iterations, Ending ending) {
            this.point = point;
            this.value = value;
            this.iterations = iterations;
            this.ending = ending;
        }

        public double[] point() {
            return point.clone();
        }

        public double value() {
            return value;
        }

        public int iterations() {
            return iterations;
        }

        public Ending ending() {
            return ending;
        }
    }

    /** How point and gradient changed in one step. */
    private static final class Pair {
        private final double[] step;
        private final double[] change;
        private final double inverse;

        private Pair(double[] step, double[] change, double inverse) {
            this.step = step;
            this.change = change;
            this.inverse = inverse;
        }
    }

    /** The minimum reached from a point. */
    public Minimum minimise(Objective function, double[] start) {
        double[] x = start.clone();
        double[] g = new double[function.dimension()];
        double f = function.at(x, g);
        if (!Double.isFinite(f) || !Vectors.finite(g)) {
            return new Minimum(x, f, 0, Ending.NO_DESCENT);
        }
        Deque<Pair> memory = new ArrayDeque<>(MEMORY);
        double[] direction = downhill(g);
        double trial = limits.firstStep;
        boolean alongGradient = true;
        for (int iteration = 1; ; iteration++) {
            WolfeSearch search = new WolfeSearch(function, x, f, g, direction);
            if (!search.search(trial)) {
                if (alongGradient) {
                    return new Minimum(x, f, iteration, Ending.NO_DESCENT);
                }
                direction = downhill(g);
                search = new WolfeSearch(function, x, f, g, direction);
                alongGradient = true;
                if (!search.search(limits.firstStep)) {
                    return new Minimum(x, f, iteration, Ending.NO_DESCENT);
                }
            }
            double[] step = difference(search.point(), x);
            double[] change = difference(search.gradient(), g);
            double slopeBefore = Vectors.dot(g, direction);
            double slopeAfter = Vectors.dot(search.gradient(), direction);
            double length = search.step();
            double product = Vectors.dot(change, step);
            if (alongGradient) {
                // The gradient has another scale than a step; from here on a direction is worth a whole step.
                double scale = Vectors.dot(change, change) / product;
                slopeBefore /= scale;
                slopeAfter /= scale;
                length *= scale;
                memory.clear();
            }
            if (memory.size() == MEMORY) {
                memory.removeFirst();
            }
            memory.addLast(new Pair(step, change, 1 / product));
            double before = f;
            f = search.value();
            x = search.point();
            g = search.gradient();
            direction = direction(memory, g);
            alongGradient = false;
            if (converged(before, f, g, step, direction)) {
                return new Minimum(x, f, iteration, Ending.CONVERGED);
            }
            if (iteration >= limits.iterations) {
                return new Minimum(x, f, iteration, Ending.ITERATIONS_USED_UP);
            }
            trial = Math.min(1, 1.01 * lowest(slopeBefore, length, f - before, slopeAfter));
        }
    }

    private boolean converged(double before, double f, double[] g, double[] step, double[] direction) {
        double fall = Math.abs(before - f);
        return fall < limits.decrease
                || Vectors.norm(g) < limits.gradient
                || Vectors.norm(step) < limits.step
                || fall / Math.max(Math.abs(before), Math.max(Math.abs(f), 1)) < limits.relativeDecrease
                || -Vectors.dot(direction, g) / Math.max(Math.abs(f), 1) < limits.relativeGradient;
    }

    private static double[] direction(Deque<Pair> memory, double[] g) {
        double[] p = downhill(g);
        double[] weights = new double[memory.size()];
        int i = memory.size();
        for (Iterator<Pair> newestFirst = memory.descendingIterator(); newestFirst.hasNext(); ) {
            Pair pair = newestFirst.next();
            weights[--i] = pair.inverse * Vectors.dot(pair.step, p);
            Vectors.add(p, -weights[i], pair.change);
        }
        Pair newest = memory.getLast();
        double scale = Vectors.dot(newest.change, newest.step) / Vectors.dot(newest.change, newest.change);
        for (int k = 0; k < p.length; k++) {
            p[k] *= scale;
        }
        for (Pair pair : memory) {
            double weight = pair.inverse * Vectors.dot(pair.change, p);
            Vectors.add(p, weights[i++] - weight, pair.step);
        }
        return p;
    }

    /** Where the cubic with these slopes at 0 and {@code x} and this rise between them is lowest, up to 1. */
    private static double lowest(double slope0, double x, double rise, double slope) {
        double c3 = (-12 * rise + 6 * x * (slope0 + slope)) / (x * x * x);
        double c2 = -(4 * slope0 + 2 * slope) / x + 6 * rise / (x * x);
        double root = Math.sqrt(c2 * c2 - 2 * slope0 * c3);
        double best = LEAST_STEP;
        for (double candidate : new double[] {1, -(c2 + root) / c3, -(c2 - root) / c3}) {
            boolean inside = candidate > LEAST_STEP && candidate <= 1;
            if (inside && cubic(slope0, c2, c3, candidate) < cubic(slope0, c2, c3, best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static double cubic(double c1, double c2, double c3, double x) {
        return x * (x * (x * c3 / 3 + c2) / 2 + c1);
    }

    private static double[] downhill(double[] g) {
        double[] p = new double[g.length];
        Vectors.add(p, -1, g);
        return p;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] d = a.clone();
        Vectors.add(d, -1, b);
        return d;
    }
}
