package io.dynamoplanner.predict.adaptive;

/**
 * Exponential smoothing: the level moves to each value by a fixed share. 1 is the last value, a small share the mean. The
 * first values weigh like those of a mean, so that the very first does not stay in it for long.
 *
 * <p>On {@code log(1 + value)} the mean is a geometric one. Where a few values are far above the others, as lengths of requests often
 * are, it is near the median and so nearer to most of them.
 *
 * @param share of the newest value, above 0 and at most 1
 * @param log whether {@code log(1 + value)} is smoothed instead of the value
 */
record Smoothing(double share, boolean log) implements Expert {
    private static final int LEVEL = 0;
    private static final int COUNT = 1;

    @Override
    public int size() {
        return 2;
    }

    @Override
    public void begin(double[] state, int at) {
        // Nothing but zeros.
    }

    @Override
    public void anchor(double[] state, int at, long index, double value) {
        state[at + LEVEL] = transformed(value);
        state[at + COUNT] = 1;
    }

    @Override
    public void learn(double[] state, int at, long index, double value) {
        double count = Math.min(state[at + COUNT] + 1, 1 / share);
        state[at + COUNT] = count;
        state[at + LEVEL] += Math.max(share, 1 / count) * (transformed(value) - state[at + LEVEL]);
    }

    @Override
    public void skip(double[] state, int at, long windows) {
        // A level does not age.
    }

    @Override
    public double ahead(double[] state, int at, long index, int steps) {
        return log ? StrictMath.expm1(state[at + LEVEL]) : state[at + LEVEL];
    }

    private double transformed(double value) {
        return log ? StrictMath.log1p(value) : value;
    }
}
