package io.dynamoplanner.predict.arima;

/**
 * The exact Gaussian likelihood of one order on one series, by the Kalman filter, and the state it ends in.
 *
 * <p><b>State.</b> Component i holds what is already known at a window to enter the (differenced) value i windows later:
 * {@code s_i' = φ_(i+1)·s_0 + s_(i+1) + θ_i·e'} with {@code θ_0 = 1}; the constant enters component 0. Its covariance P is
 * kept in units of the errors' variance.
 *
 * <p><b>Start.</b> P starts as the covariance of the stationary process. It follows from the autocovariances γ, which solve
 * p + 1 linear equations: its first row is {@code P_0j = Σ_k φ_(j+1+k)·γ_(k+1) + θ_(j+k)·ψ_k}, where ψ are the weights of
 * the past errors in the value, and {@code P = T·P·Tᵀ + θ·θᵀ} gives each other element from its neighbour down the diagonal.
 *
 * <p><b>Differences.</b> The levels before the first value are unknown. As in the reference they have mean 0 and variance
 * 10⁶, which is not the same as knowing nothing where values are in the thousands. Once d values are seen the levels are
 * known exactly, so the remaining filter runs on differences; see {@link DiffuseStart}. The first d values do not count.
 *
 * <p><b>Speed.</b> A value is seen without noise. So component 0 is known after it, and the next P is the rest of P, less
 * what the value told, plus {@code θ·θᵀ}: no multiplication by T. With each window one more component at the end is known, until
 * those are left that MA terms enter; P is zero for the others. P shrinks to {@code θ·θᵀ} alone, within p windows if there is
 * no MA term. From there on only the errors are carried along, a few operations per window.
 *
 * <p>Holds its workspace, so it is for one thread and is not kept.
 */
final class ArimaFilter {
    private static final double LOG_2_PI = StrictMath.log(2 * Math.PI);
    private static final double SETTLED = 1e-12;
    private static final double LARGE = 1e100;

    private final ArimaOrder order;
    private final double[] series;
    private final double[] differenced;
    private final int r;
    final double[] ar;
    final double[] theta;
    final double[] state;
    final double[][] p;
    private final double[] gain;
    double constant;
    double variance;
    private boolean settled;
    private double sumOfLogs;
    private double product;
    private double sumOfSquares;

    ArimaFilter(ArimaOrder order, double[] series) {
        this.order = order;
        this.series = series;
        this.differenced = Differences.of(series, order.differences());
        this.r = order.states();
        this.ar = new double[r];
        this.theta = new double[r];
        this.state = new double[r];
        this.p = new double[r][r];
        this.gain = new double[r];
    }

    /** Log likelihood of the parameters; not finite where they are at the very border of what is stationary. */
    double logLikelihood(double[] parameters) {
        return run(parameters, new double[0]);
    }

    /**
     * Runs the filter over the series.
     *
     * @param means takes the forecasts of the last values made one window before each, as many as fit
     */
    double run(double[] parameters, double[] means) {
        constant = order.constant() ? parameters[0] : 0;
        System.arraycopy(parameters, order.firstAr(), ar, 0, order.ar());
        theta[0] = 1;
        System.arraycopy(parameters, order.firstMa(), theta, 1, order.ma());
        variance = parameters[order.variance()];
        settled = false;
        sumOfLogs = 0;
        product = 1;
        sumOfSquares = 0;
        if (!StationaryStart.covariance(ar, theta, order.ar(), p)) {
            return Double.NaN;
        }
        StationaryStart.mean(ar, constant, state);
        DiffuseStart.run(order.differences(), series, this);
        int n = differenced.length;
        int first = n - means.length;
        int t = 0;
        for (int unknown = r; t < n && !settled; unknown = Math.max(unknown - 1, order.ma() + 1)) {
            if (t >= first) {
                means[t - first] = mean(t, state[0]);
            }
            see(differenced[t], unknown);
            t++;
        }
        mirror();
        carry(t, means);
        return -0.5
                * (differenced.length * (LOG_2_PI + StrictMath.log(variance))
                        + sumOfLogs
                        + StrictMath.log(product)
                        + sumOfSquares / variance);
    }

    private double mean(int t, double step) {
        return series[t + order.differences()] - differenced[t] + step;
    }

    /** The values from an index on, with the state in local variables: that is where a search spends its time. */
    private void carry(int from, double[] means) {
        double ar0 = ar[0];
        double ar1 = at(ar, 1);
        double ar2 = at(ar, 2);
        double ar3 = at(ar, 3);
        double ar4 = at(ar, 4);
        double theta1 = at(theta, 1);
        double theta2 = at(theta, 2);
        double theta3 = at(theta, 3);
        double theta4 = at(theta, 4);
        double theta5 = at(theta, 5);
        double s0 = state[0];
        double s1 = at(state, 1);
        double s2 = at(state, 2);
        double s3 = at(state, 3);
        double s4 = at(state, 4);
        double s5 = at(state, 5);
        double squares = sumOfSquares;
        int first = differenced.length - means.length;
        for (int t = from; t < differenced.length; t++) {
            if (t >= first) {
                means[t - first] = mean(t, s0);
            }
            double value = differenced[t];
            double error = value - s0;
            squares += error * error;
            s0 = ar0 * value + s1 + theta1 * error + constant;
            s1 = ar1 * value + s2 + theta2 * error;
            s2 = ar2 * value + s3 + theta3 * error;
            s3 = ar3 * value + s4 + theta4 * error;
            s4 = ar4 * value + s5 + theta5 * error;
            s5 = 0; // there are five lags at most
        }
        sumOfSquares = squares;
        double[] now = {s0, s1, s2, s3, s4, s5};
        System.arraycopy(now, 0, state, 0, r);
    }

    private static double at(double[] v, int index) {
        return index < v.length ? v[index] : 0;
    }

    /** @param unknown components of the state from this one on are known: P is zero there */
    private void see(double value, int unknown) {
        double spread = p[0][0];
        double error = value - state[0];
        // Logarithms are what costs here, so one is taken of many factors at once.
        product *= spread;
        if (product > LARGE || product < 1 / LARGE) {
            sumOfLogs += StrictMath.log(product);
            product = 1;
        }
        sumOfSquares += error * error / spread;
        for (int i = 0; i < unknown; i++) {
            gain[i] = p[i][0] / spread;
        }
        for (int i = 0; i < r - 1; i++) {
            state[i] = ar[i] * value + (state[i + 1] + (i + 1 < unknown ? gain[i + 1] * error : 0));
        }
        state[r - 1] = ar[r - 1] * value;
        state[0] += constant;
        double unsettled = 0;
        for (int i = 0; i < unknown - 1; i++) {
            double[] row = p[i];
            double[] below = p[i + 1];
            for (int j = 0; j <= i; j++) {
                double rest = below[j + 1] - gain[i + 1] * gain[j + 1] * spread;
                row[j] = rest + theta[i] * theta[j];
                unsettled += i == j ? Math.abs(rest) : 0;
            }
        }
        for (int j = 0; j < unknown; j++) {
            p[unknown - 1][j] = theta[unknown - 1] * theta[j];
        }
        settled = unsettled < SETTLED;
    }

    /** The state moves on by one window with nothing seen. */
    void advance() {
        double now = state[0];
        double[] head = p[0].clone();
        for (int i = 0; i < r; i++) {
            state[i] = ar[i] * now + (i + 1 < r ? state[i + 1] : 0);
            for (int j = 0; j <= i; j++) {
                double moved = ar[i] * ar[j] * head[0] + theta[i] * theta[j];
                moved += j + 1 < r ? ar[i] * head[j + 1] : 0;
                moved += i + 1 < r ? ar[j] * head[i + 1] + p[i + 1][j + 1] : 0;
                p[i][j] = moved;
            }
        }
        mirror();
        state[0] += constant;
    }

    private void mirror() {
        for (int i = 1; i < r; i++) {
            for (int j = 0; j < i; j++) {
                p[j][i] = p[i][j];
            }
        }
    }
}
