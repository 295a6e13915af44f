package io.dynamoplanner.predict.arima;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.ToDoubleFunction;

/**
 * Lowest point of a smooth function of a few free numbers: quasi-Newton with the last ten steps as its memory (L-BFGS,
 * Nocedal 1980).
 *
 * <p>A step and the change of the gradient along it say how the function bends in that direction. The memory of such pairs
 * stands in for the inverse of the matrix of second derivatives; applied to the gradient it gives the direction, and
 * {@link LineSearch} the length. The gradient is taken from differences, which costs one evaluation per number.
 *
 * <p>Memory, difference, tolerances and the rules for giving up are those of the optimiser behind the reference. There the
 * cap on iterations is often what ends a fit, so a better optimiser would not end where the reference does.
 */
final class Minimiser {
    private static final int MEMORY = 10;
    private static final double DIFFERENCE = 1e-5;
    private static final double FLAT = 1e-5;
    private static final double ROUNDING = Math.ulp(1.0);
    private static final double NO_FALL = 1e7 * ROUNDING;
    private static final int MOST_TRIES = 20;

    /** A step, the change of the gradient along it, and their product. */
    private static final class Pair {
        private final double[] step;
        private final double[] change;
        private final double product;

        Pair(double[] step, double[] change, double product) {
            this.step = step;
            this.change = change;
            this.product = product;
        }
    }

    private final ToDoubleFunction<double[]> function;
    private final Deque<Pair> memory = new ArrayDeque<>();
    private double[] x;
    private double value;
    private double[] gradient;

    private Minimiser(ToDoubleFunction<double[]> function, double[] start) {
        this.function = function;
        this.x = start.clone();
        this.value = function.applyAsDouble(x);
        this.gradient = gradient(x, value);
    }

    /** The lowest point found; the start if nothing lower was found. */
    static double[] minimise(ToDoubleFunction<double[]> function, double[] start, int mostIterations) {
        Minimiser search = new Minimiser(function, start);
        search.run(mostIterations);
        return search.x;
    }

    private void run(int mostIterations) {
        int iterations = 0;
        while (iterations < mostIterations && Double.isFinite(value) && steepest() > FLAT) {
            double before = value;
            double[] direction = direction();
            double slope = dot(direction, gradient);
            double length = iterations == 0 ? 1 / Math.sqrt(dot(direction, direction)) : 1;
            if (slope < 0 && step(direction, slope, length)) {
                iterations++;
                if (before - value <= NO_FALL * Math.max(1, Math.max(Math.abs(before), Math.abs(value)))) {
                    return;
                }
            } else if (memory.isEmpty()) {
                return;
            } else {
                // What was remembered misleads; once more from here with the gradient alone.
                memory.clear();
            }
        }
    }

    private boolean step(double[] direction, double slope, double length) {
        LineSearch search = new LineSearch(value, slope, length);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            double[] tried = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                tried[i] = x[i] + search.step() * direction[i];
            }
            double valueThere = function.applyAsDouble(tried);
            if (!Double.isFinite(valueThere)) {
                return false;
            }
            double[] gradientThere = gradient(tried, valueThere);
            double slopeThere = dot(direction, gradientThere);
            search.tried(valueThere, slopeThere);
            if (search.isOver()) {
                remember(direction, search.step(), slope, slopeThere, gradientThere);
                x = tried;
                value = valueThere;
                gradient = gradientThere;
                return true;
            }
        }
        return false;
    }

    /** Keeps what the step taught, unless the function did not bend upwards along it. */
    private void remember(double[] direction, double length, double slope, double slopeThere, double[] gradientThere) {
        double product = (slopeThere - slope) * length;
        if (product <= ROUNDING * -slope * length) {
            return;
        }
        double[] step = new double[x.length];
        double[] change = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            step[i] = length * direction[i];
            change[i] = gradientThere[i] - gradient[i];
        }
        if (memory.size() == MEMORY) {
            memory.removeFirst();
        }
        memory.addLast(new Pair(step, change, product));
    }

    /** Minus the gradient, seen through the memory: newest pair first, then scaled, then oldest pair first. */
    private double[] direction() {
        double[] d = new double[x.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = -gradient[i];
        }
        if (memory.isEmpty()) {
            return d;
        }
        double[] shares = new double[memory.size()];
        int k = memory.size();
        for (Iterator<Pair> newestFirst = memory.descendingIterator(); newestFirst.hasNext(); ) {
            Pair pair = newestFirst.next();
            shares[--k] = dot(pair.step, d) / pair.product;
            add(d, -shares[k], pair.change);
        }
        Pair newest = memory.getLast();
        double scale = newest.product / dot(newest.change, newest.change);
        for (int i = 0; i < d.length; i++) {
            d[i] *= scale;
        }
        for (Pair pair : memory) {
            add(d, shares[k++] - dot(pair.change, d) / pair.product, pair.step);
        }
        return d;
    }

    private double[] gradient(double[] at, double valueThere) {
        double[] slopes = new double[at.length];
        double[] moved = at.clone();
        for (int i = 0; i < at.length; i++) {
            moved[i] = at[i] + DIFFERENCE;
            slopes[i] = (function.applyAsDouble(moved) - valueThere) / (moved[i] - at[i]);
            moved[i] = at[i];
        }
        return slopes;
    }

    private double steepest() {
        double most = 0;
        for (double slope : gradient) {
            most = Math.max(most, Math.abs(slope));
        }
        return most;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double times, double[] v) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * v[i];
        }
    }
}
