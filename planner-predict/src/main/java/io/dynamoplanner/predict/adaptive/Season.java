package io.dynamoplanner.predict.adaptive;

import java.util.Arrays;

/**
 * What this time of the season brought before, moved to today's level.
 *
 * <p>The season is cut into bins. Each holds the mean of its windows, of which a new season takes over three tenths: an
 * unusual day is a third of the profile on the next one and forgotten after a week. Between the middles of two bins the profile is a straight line. The
 * distance of today from the profile is smoothed like a level. Until both bins around a window are known, the expert
 * has nothing to say.
 *
 * @param windowSeconds length of a window
 * @param seasonSeconds length of the season
 * @param bins parts that the season is cut into, none shorter than a window
 */
record Season(double windowSeconds, double seasonSeconds, int bins) implements Expert {
    private static final double NEW_SEASON = 0.3;
    private static final double LEVEL_SHARE = 0.3;
    private static final double UNKNOWN = -1;

    private static final int DISTANCE = 0;
    private static final int CURRENT = 1;
    private static final int SUM = 2;
    private static final int COUNT = 3;
    private static final int FIRST_BIN = 4;

    @Override
    public int size() {
        return FIRST_BIN + bins;
    }

    @Override
    public void begin(double[] state, int at) {
        Arrays.fill(state, at + FIRST_BIN, at + FIRST_BIN + bins, UNKNOWN);
        state[at + CURRENT] = UNKNOWN;
    }

    @Override
    public void anchor(double[] state, int at, long index, double value) {
        double expected = profile(state, at, index);
        state[at + DISTANCE] = Double.isNaN(expected) ? 0 : value - expected;
        collect(state, at, index, value);
    }

    @Override
    public void learn(double[] state, int at, long index, double value) {
        double expected = profile(state, at, index);
        if (!Double.isNaN(expected)) {
            state[at + DISTANCE] += LEVEL_SHARE * (value - expected - state[at + DISTANCE]);
        }
        collect(state, at, index, value);
    }

    /** A bin is closed when the first value of another one comes. */
    private void collect(double[] state, int at, long index, double value) {
        int bin = (int) Math.min(bins - 1, place(index));
        if (bin != state[at + CURRENT]) {
            if (state[at + CURRENT] != UNKNOWN) {
                int cell = at + FIRST_BIN + (int) state[at + CURRENT];
                double mean = state[at + SUM] / state[at + COUNT];
                state[cell] = state[cell] == UNKNOWN ? mean : state[cell] + NEW_SEASON * (mean - state[cell]);
            }
            state[at + CURRENT] = bin;
            state[at + SUM] = 0;
            state[at + COUNT] = 0;
        }
        state[at + SUM] += value;
        state[at + COUNT] += 1;
    }

    @Override
    public void skip(double[] state, int at, long windows) {
        // The time of the season comes with every call.
    }

    @Override
    public double ahead(double[] state, int at, long index, int steps) {
        return profile(state, at, index + steps) + state[at + DISTANCE];
    }

    /** Where in the season the middle of a window is, in bins. */
    private double place(long index) {
        double seconds = (index + 0.5) * windowSeconds;
        return (seconds % seasonSeconds) / seasonSeconds * bins;
    }

    private double profile(double[] state, int at, long index) {
        double fromMiddle = place(index) - 0.5;
        int left = (int) Math.floor(fromMiddle);
        double share = fromMiddle - left;
        double before = state[at + FIRST_BIN + Math.floorMod(left, bins)];
        double after = state[at + FIRST_BIN + Math.floorMod(left + 1, bins)];
        if (before == UNKNOWN || after == UNKNOWN) {
            return Double.NaN;
        }
        return before + share * (after - before);
    }
}
