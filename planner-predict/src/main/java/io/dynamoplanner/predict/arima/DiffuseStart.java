package io.dynamoplanner.predict.arima;

/**
 * The first d values of a series that is differenced d times: what they say about the state before the filter runs on
 * differences.
 *
 * <p>d = 1: the first value is the unknown level plus component 0 of the state, so it is a reading of that component with
 * the level's variance as noise.
 *
 * <p>d = 2: the first value is the unknown level, plus the unknown slope, plus component 0: again a reading with noise, of a
 * sum that has the slope in it. Then the slope grows by component 0, and the second value less the first is, without noise,
 * slope plus component 0.
 */
final class DiffuseStart {
    private static final double VARIANCE = 1e6;

    private final double[] state;
    private final double[][] p;
    private final double noise;
    /** The slope before the next value: mean, variance, and covariance with the state. */
    private double slope;

    private double slopeVariance;
    private final double[] shared;

    private DiffuseStart(ArimaFilter filter) {
        this.state = filter.state;
        this.p = filter.p;
        this.noise = VARIANCE / filter.variance;
        this.shared = new double[state.length];
    }

    static void run(int differences, double[] series, ArimaFilter filter) {
        if (differences == 0) {
            return;
        }
        DiffuseStart start = new DiffuseStart(filter);
        if (differences == 1) {
            start.see(series[0], start.noise);
        } else {
            start.slopeVariance = start.noise;
            start.see(series[0], start.noise);
            start.grow(filter.ar);
            filter.advance();
            start.see(series[1] - series[0], 0);
        }
        filter.advance();
    }

    /** A reading of slope plus component 0, with noise. With no slope at all, its numbers are zeros. */
    private void see(double value, double noise) {
        int r = state.length;
        double spread = noise + slopeVariance + 2 * shared[0] + p[0][0];
        double error = value - slope - state[0];
        double slopeGain = (slopeVariance + shared[0]) / spread;
        double[] gain = new double[r];
        for (int i = 0; i < r; i++) {
            gain[i] = (shared[i] + p[i][0]) / spread;
        }
        slope += slopeGain * error;
        slopeVariance -= slopeGain * slopeGain * spread;
        for (int i = 0; i < r; i++) {
            state[i] += gain[i] * error;
            shared[i] -= slopeGain * gain[i] * spread;
            for (int j = 0; j < r; j++) {
                p[i][j] -= gain[i] * gain[j] * spread;
            }
        }
    }

    private void grow(double[] ar) {
        int r = state.length;
        double[] grown = new double[r];
        for (int i = 0; i < r; i++) {
            grown[i] = ar[i] * (shared[0] + p[0][0]) + (i + 1 < r ? shared[i + 1] + p[0][i + 1] : 0);
        }
        slope += state[0];
        slopeVariance += 2 * shared[0] + p[0][0];
        System.arraycopy(grown, 0, shared, 0, r);
    }
}
