package io.dynamoplanner.predict.adaptive;

/**
 * A level with a trend that fades: each window the level moves by the trend and by a share of the error, the trend by a
 * share of that share.
 *
 * @param levelShare share of the error that the level takes
 * @param trendShare share of the level's correction that the trend takes
 * @param damping what is left of the trend after a window, below 1
 */
record DampedTrend(double levelShare, double trendShare, double damping) implements Expert {
    private static final int LEVEL = 0;
    private static final int TREND = 1;
    /** Windows after which nothing worth mentioning is left of a trend. */
    private static final int LAST_STEP = 200;

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
        state[at + LEVEL] = value;
        state[at + TREND] = 0;
    }

    @Override
    public void learn(double[] state, int at, long index, double value) {
        double trend = damping * state[at + TREND];
        double prior = Math.max(0, state[at + LEVEL] + trend);
        double correction = levelShare * (value - prior);
        state[at + LEVEL] = prior + correction;
        state[at + TREND] = trend + trendShare * correction;
    }

    @Override
    public void skip(double[] state, int at, long windows) {
        state[at + TREND] *= StrictMath.pow(damping, (double) Math.min(windows, LAST_STEP));
    }

    @Override
    public double ahead(double[] state, int at, long index, int steps) {
        double left = StrictMath.pow(damping, Math.min(steps, LAST_STEP));
        return state[at + LEVEL] + state[at + TREND] * damping * (1 - left) / (1 - damping);
    }
}
