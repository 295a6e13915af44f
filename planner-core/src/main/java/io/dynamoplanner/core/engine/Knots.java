package io.dynamoplanner.core.engine;

/** Search in the increasing abscissas of a piecewise function. */
final class Knots {
    private Knots() {}

    /** Index of the left end of the segment that holds {@code at}: 0 to {@code x.length - 2}, also outside. */
    static int segment(double[] x, double at) {
        int low = 0;
        int high = x.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (x[middle] <= at) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
