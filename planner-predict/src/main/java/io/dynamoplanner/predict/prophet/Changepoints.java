package io.dynamoplanner.predict.prophet;

/**
 * Where the slope of the trend may change: at points of the history, spread evenly over its first 80 %. The last fifth has
 * none, so that the last slope stands on more than a few points.
 */
final class Changepoints {
    private static final int MOST = 25;
    private static final double PART = 0.8;

    private Changepoints() {}

    /** Indices of the points at which the slope may change, for a history of a given length; never the first point. */
    static int[] of(int points) {
        int last = (int) Math.floor(points * PART) - 1;
        int count = Math.max(0, Math.min(MOST, last));
        int[] indices = new int[count];
        double step = (double) last / count;
        for (int j = 1; j < count; j++) {
            indices[j - 1] = (int) Math.rint(j * step);
        }
        if (count > 0) {
            indices[count - 1] = last;
        }
        return indices;
    }
}
