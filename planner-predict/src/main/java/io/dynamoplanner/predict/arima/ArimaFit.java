package io.dynamoplanner.predict.arima;

import java.util.Optional;

/**
 * One order with parameters, fitted to one series: immutable, and all that a forecast needs.
 *
 * <p>The parameters are those of the reference's fit: maximum of the exact likelihood, by at most so many iterations from
 * the regression's start values, or from earlier parameters after a few values more.
 */
final class ArimaFit {
    private static final int FARTHEST = 1000;

    private final ArimaOrder order;
    private final double[] parameters;
    private final double logLikelihood;
    private final double[] ar;
    private final double[] theta;
    private final double[] state;
    private final double[][] covariance;
    private final double level;
    private final double slope;
    private final double[] recentMeans;

    private ArimaFit(ArimaOrder order, double[] parameters, double[] series, int recent) {
        ArimaFilter filter = new ArimaFilter(order, series);
        this.order = order;
        this.parameters = parameters;
        this.recentMeans = new double[Math.max(0, Math.min(recent, series.length - order.differences()))];
        this.logLikelihood = filter.run(parameters, recentMeans);
        this.ar = filter.ar;
        this.theta = filter.theta;
        this.state = filter.state;
        this.covariance = filter.p;
        int n = series.length;
        this.level = order.differences() > 0 ? series[n - 1] : 0;
        this.slope = order.differences() > 1 ? series[n - 1] - series[n - 2] : 0;
    }

    /** The order fitted from scratch, or nothing if that leads to no finite likelihood. */
    static Optional<ArimaFit> of(ArimaOrder order, double[] series, int mostIterations) {
        if (series.length <= order.differences()) {
            return Optional.empty();
        }
        return from(order, StartValues.of(order, series), series, mostIterations);
    }

    /** The order fitted to another series, usually a longer one, starting from these parameters. */
    Optional<ArimaFit> again(double[] series, int mostIterations) {
        return from(order, parameters, series, mostIterations);
    }

    /**
     * These very parameters on a series; no iteration.
     *
     * @param recent of how many of the last values {@link #recentMeans} tells
     */
    static Optional<ArimaFit> with(ArimaOrder order, double[] parameters, double[] series, int recent) {
        return Optional.of(new ArimaFit(order, parameters.clone(), series, recent))
                .filter(ArimaFit::isSound);
    }

    private static Optional<ArimaFit> from(ArimaOrder order, double[] start, double[] series, int mostIterations) {
        ArimaFilter filter = new ArimaFilter(order, series);
        double[] tried = new double[order.parameters()];
        double[] best = Minimiser.minimise(
                free -> {
                    Parameters.constrain(order, free, tried);
                    return -filter.logLikelihood(tried) / series.length;
                },
                Parameters.free(order, start),
                mostIterations);
        double[] parameters = new double[order.parameters()];
        Parameters.constrain(order, best, parameters);
        return with(order, parameters, series, 0);
    }

    private boolean isSound() {
        Forecast next = forecast(1);
        return Double.isFinite(logLikelihood) && Double.isFinite(next.mean()) && Double.isFinite(next.deviation());
    }

    ArimaOrder order() {
        return order;
    }

    double[] parameters() {
        return parameters.clone();
    }

    double logLikelihood() {
        return logLikelihood;
    }

    /** Twice the parameters less twice the log likelihood; smaller is better (Akaike 1974). */
    double aic() {
        return 2 * (order.parameters() - logLikelihood);
    }

    /** What was forecast for each of the last values of the series one window before; oldest first. */
    double[] recentMeans() {
        return recentMeans.clone();
    }

    /** Whether the MA lags, or without any the AR lags, come so close to a root of 1 that the model is not to be trusted. */
    boolean hasRootAbove(double bound) {
        if (order.ma() == 0) {
            return !LagPolynomial.rootsWithin(bound, parameters, order.firstAr(), order.ar());
        }
        double[] errors = new double[order.ma()];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = -parameters[order.firstMa() + i];
        }
        return !LagPolynomial.rootsWithin(bound, errors, 0, errors.length);
    }

    /** Conditional mean and standard error of the value that many windows ahead. */
    record Forecast(double mean, double deviation) {}

    /**
     * The mean follows the state. The error is what is uncertain about the state now, as far as it reaches that window, plus
     * one term for each error in between. Summing up undoes the differencing, for the mean as for the reach.
     *
     * @param stepsAhead at least 1; beyond 1,000 windows the forecast stays as it is there
     */
    Forecast forecast(int stepsAhead) {
        int r = state.length;
        double[] now = state.clone();
        double[] reach = new double[r];
        reach[0] = 1;
        double[] sum = new double[r];
        double[] sumOfSums = new double[r];
        double constant = order.constant() ? parameters[0] : 0;
        double mean = 0;
        double atLevel = level;
        double atSlope = slope;
        double errors = 0;
        int last = Math.min(stepsAhead, FARTHEST);
        double[] total = reach;
        for (int k = 1; k <= last; k++) {
            atSlope += now[0];
            atLevel += order.differences() == 2 ? atSlope : now[0];
            mean = order.differences() == 0 ? now[0] : atLevel;
            add(sum, reach);
            add(sumOfSums, sum);
            total = order.differences() == 0 ? reach.clone() : order.differences() == 1 ? sum : sumOfSums;
            if (k < last) {
                double weight = dot(total, theta);
                errors += weight * weight;
                move(now, constant);
                pull(reach);
            }
        }
        for (int i = 0; i < r; i++) {
            errors += total[i] * dot(covariance[i], total);
        }
        return new Forecast(mean, Math.sqrt(Math.max(0, errors) * parameters[order.variance()]));
    }

    private void move(double[] now, double constant) {
        double value = now[0];
        for (int i = 0; i < now.length; i++) {
            now[i] = ar[i] * value + (i + 1 < now.length ? now[i + 1] : 0);
        }
        now[0] += constant;
    }

    /** How each component of the state reaches one window farther. */
    private void pull(double[] reach) {
        double head = dot(reach, ar);
        System.arraycopy(reach, 0, reach, 1, reach.length - 1);
        reach[0] = head;
    }

    private static void add(double[] to, double[] v) {
        for (int i = 0; i < to.length; i++) {
            to[i] += v[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
