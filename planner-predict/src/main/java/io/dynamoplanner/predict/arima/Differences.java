package io.dynamoplanner.predict.arima;

import java.util.Arrays;

/**
 * How often a series must be differenced until it looks stationary, by repeated KPSS tests.
 *
 * <p>The test (Kwiatkowski, Phillips, Schmidt and Shin 1992) adds up the deviations from the mean. Around a fixed level the
 * sums stay small; on a random walk they grow with the length. Their mean square, over the long-run variance of the
 * deviations, is compared with its tabulated 95 % value. The long-run variance is the variance plus twice the
 * autocovariances up to {@code ⌊4·(n/100)^¼⌋} lags, with weights that fall linearly to zero.
 */
final class Differences {
    private static final int MOST = 2;
    /** Exceeded with a probability of 5 % by a series around a fixed level. */
    private static final double CRITICAL = 0.463;

    private Differences() {}

    /** 0, 1 or 2; at most as many as leave a series that is not constant. */
    static int needed(double[] series) {
        double[] x = series;
        int d = 0;
        while (d < MOST && !isConstant(x) && kpss(x) > CRITICAL) {
            x = of(x);
            d++;
        }
        return d;
    }

    static double kpss(double[] x) {
        int n = x.length;
        double mean = Arrays.stream(x).sum() / n;
        double sum = 0;
        double squares = 0;
        for (double value : x) {
            sum += value - mean;
            squares += sum * sum;
        }
        double longRun = autocovariance(x, mean, 0);
        int lags = (int) (4 * StrictMath.pow(n / 100.0, 0.25));
        for (int lag = 1; lag <= lags; lag++) {
            longRun += 2 * (1 - lag / (lags + 1.0)) * autocovariance(x, mean, lag);
        }
        return squares / n / n / longRun;
    }

    private static double autocovariance(double[] x, double mean, int lag) {
        double sum = 0;
        for (int i = lag; i < x.length; i++) {
            sum += (x[i] - mean) * (x[i - lag] - mean);
        }
        return sum / x.length;
    }

    static double[] of(double[] x) {
        double[] steps = new double[x.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = x[i + 1] - x[i];
        }
        return steps;
    }

    /** The series after that many rounds of differencing, so many values shorter. */
    static double[] of(double[] x, int times) {
        double[] steps = x;
        for (int i = 0; i < times; i++) {
            steps = of(steps);
        }
        return steps;
    }

    static boolean isConstant(double[] x) {
        for (double value : x) {
            if (value != x[0]) {
                return false;
            }
        }
        return true;
    }
}
