package io.dynamoplanner.predict.adaptive;

/**
 * The next value as a linear function of the last few values and of the last few errors, with coefficients from recursive
 * least squares that forget slowly. This is an ARMA model whose fit is never finished: one update of a small matrix per
 * window, no search, no iteration.
 *
 * <p>In differences ({@code differenced}) the model says how the next step follows from the last steps. Otherwise it says how
 * the deviation from the slow mean follows from the last deviations, with a constant for a mean that is off. All inputs are divided by the
 * standard deviation of what is explained, so that the prior and the bounds below have no unit.
 *
 * <p>An error beyond three mean absolute errors teaches no more than one of that size: the coefficients of a least squares
 * fit otherwise belong to the outliers.
 *
 * @param lags values that the next one depends on, at least 1
 * @param errors errors that it depends on
 * @param differenced whether steps are explained instead of values
 * @param log whether {@code log(1 + value)} is explained instead of the value
 */
record Autoregression(int lags, int errors, boolean differenced, boolean log) implements Expert {
    /** A window counts half after 350 windows: long enough for seven coefficients, short enough for a day. */
    private static final double FORGETTING = 0.998;
    /** Variance of a coefficient before anything is known of it. */
    private static final double PRIOR = 100;

    private static final double TAUGHT = 3;
    private static final double ERROR_SHARE = 0.03;
    private static final double VARIANCE_SHARE = 0.02;
    private static final double MEAN_SHARE = 0.01;
    /** Values before the first forecast: fewer determine nothing. */
    private static final int LEAST_VALUES = 3;
    /** A path further ahead changes little, and each step costs. */
    private static final int LAST_STEP = 64;

    private static final int COUNT = 0;
    private static final int MEAN = 1;
    private static final int VARIANCE = 2;
    private static final int ERROR = 3;
    private static final int NEWEST = 4;

    @Override
    public int size() {
        int inputs = inputs();
        return errorsAt() + errors + inputs + inputs * inputs;
    }

    private int inputs() {
        return lags + errors + (differenced ? 0 : 1);
    }

    private int errorsAt() {
        return NEWEST + lags + 1;
    }

    private int coefficientsAt() {
        return errorsAt() + errors;
    }

    private int covarianceAt() {
        return coefficientsAt() + inputs();
    }

    @Override
    public void begin(double[] state, int at) {
        forgetAll(state, at);
        state[at + ERROR] = 1;
    }

    @Override
    public void anchor(double[] state, int at, long index, double value) {
        double z = transformed(value);
        state[at + COUNT] = Math.max(1, state[at + COUNT]);
        state[at + MEAN] = z;
        still(state, at, z);
    }

    private void forgetAll(double[] state, int at) {
        int inputs = inputs();
        for (int i = 0; i < inputs; i++) {
            state[at + coefficientsAt() + i] = 0;
            for (int j = 0; j < inputs; j++) {
                state[at + covarianceAt() + i * inputs + j] = i == j ? PRIOR : 0;
            }
        }
    }

    /** As if the series had stood at this value for long. */
    private void still(double[] state, int at, double z) {
        for (int i = 0; i <= lags; i++) {
            state[at + NEWEST + i] = z;
        }
        for (int i = 0; i < errors; i++) {
            state[at + errorsAt() + i] = 0;
        }
    }

    @Override
    public void skip(double[] state, int at, long windows) {
        if (windows > 0) {
            still(state, at, state[at + NEWEST]);
        }
    }

    @Override
    public void learn(double[] state, int at, long index, double value) {
        double z = transformed(value);
        double count = state[at + COUNT];
        double base = differenced ? state[at + NEWEST] : state[at + MEAN];
        double unit = Math.sqrt(state[at + VARIANCE]);
        double error = 0;
        if (count >= LEAST_VALUES && unit > 0) {
            double[] path = path(state, at);
            double[] input = inputs(path, base(path, state, at), unit);
            error = unit * fit(state, at, input, (z - base) / unit);
        }
        double deviation = z - base;
        state[at + VARIANCE] += Math.max(VARIANCE_SHARE, 1 / count) * (deviation * deviation - state[at + VARIANCE]);
        state[at + MEAN] += Math.max(MEAN_SHARE, 1 / (count + 1)) * (z - state[at + MEAN]);
        System.arraycopy(state, at + NEWEST, state, at + NEWEST + 1, lags);
        state[at + NEWEST] = z;
        if (errors > 0) {
            System.arraycopy(state, at + errorsAt(), state, at + errorsAt() + 1, errors - 1);
            state[at + errorsAt()] = error;
        }
        state[at + COUNT] = Math.min(count + 1, 1 / MEAN_SHARE);
    }

    /** One step of least squares; returns the error of the forecast, limited to what it may teach. */
    private double fit(double[] state, int at, double[] input, double target) {
        int n = input.length;
        int coefficients = at + coefficientsAt();
        int covariance = at + covarianceAt();
        double[] direction = new double[n];
        double norm = FORGETTING;
        double forecast = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                direction[i] += state[covariance + i * n + j] * input[j];
            }
            norm += input[i] * direction[i];
            forecast += state[coefficients + i] * input[i];
        }
        double typical = state[at + ERROR];
        double error = Math.max(-TAUGHT * typical, Math.min(TAUGHT * typical, target - forecast));
        // The factor makes up for the errors that are cut here.
        state[at + ERROR] = Math.max(1e-6, typical + ERROR_SHARE * (1.25 * Math.abs(error) - typical));
        if (!(norm >= FORGETTING) || !Double.isFinite(error)) {
            // Rounding has eaten the matrix; the coefficients are learned anew.
            forgetAll(state, at);
            return 0;
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            state[coefficients + i] += direction[i] / norm * error;
            for (int j = 0; j < n; j++) {
                int cell = covariance + i * n + j;
                state[cell] = (state[cell] - direction[i] * direction[j] / norm) / FORGETTING;
            }
            trace += state[covariance + i * n + i];
        }
        if (trace > PRIOR * n) {
            // While the inputs stand still, forgetting alone would let the matrix grow without end.
            for (int i = 0; i < n * n; i++) {
                state[covariance + i] *= PRIOR * n / trace;
            }
        }
        return error;
    }

    /** Newest values and errors as they enter a forecast, newest first: values, then errors. */
    private double[] path(double[] state, int at) {
        double[] path = new double[lags + 1 + errors];
        System.arraycopy(state, at + NEWEST, path, 0, path.length);
        return path;
    }

    private double base(double[] path, double[] state, int at) {
        return differenced ? path[0] : state[at + MEAN];
    }

    private double[] inputs(double[] path, double base, double unit) {
        double[] input = new double[inputs()];
        for (int i = 0; i < lags; i++) {
            input[i] = (path[i] - (differenced ? path[i + 1] : base)) / unit;
        }
        for (int i = 0; i < errors; i++) {
            input[lags + i] = path[lags + 1 + i] / unit;
        }
        if (!differenced) {
            input[lags + errors] = 1;
        }
        return input;
    }

    @Override
    public double ahead(double[] state, int at, long index, int steps) {
        double unit = Math.sqrt(state[at + VARIANCE]);
        double[] path = path(state, at);
        if (state[at + COUNT] < LEAST_VALUES || !(unit > 0)) {
            return original(path[0]);
        }
        for (int k = 0; k < Math.min(steps, LAST_STEP); k++) {
            double base = base(path, state, at);
            double[] input = inputs(path, base, unit);
            double change = 0;
            for (int i = 0; i < input.length; i++) {
                change += state[at + coefficientsAt() + i] * input[i];
            }
            System.arraycopy(path, 0, path, 1, lags);
            path[0] = base + change * unit;
            if (errors > 0) {
                System.arraycopy(path, lags + 1, path, lags + 2, errors - 1);
                path[lags + 1] = 0;
            }
        }
        return original(path[0]);
    }

    private double transformed(double value) {
        return log ? StrictMath.log1p(value) : value;
    }

    private double original(double z) {
        return log ? StrictMath.expm1(z) : z;
    }
}
