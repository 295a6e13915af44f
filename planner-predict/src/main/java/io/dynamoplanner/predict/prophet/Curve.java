package io.dynamoplanner.predict.prophet;

/** A fitted curve, in the unit of the series. */
final class Curve {
    private final Series series;
    private final int[] changepoints;
    private final Seasons seasons;
    private final double[] coefficients;

    /** @param coefficients in the order of {@link Posterior} */
    Curve(Series series, int[] changepoints, Seasons seasons, double[] coefficients) {
        this.series = series;
        this.changepoints = changepoints;
        this.seasons = seasons;
        this.coefficients = coefficients;
    }

    /** The value at a day; the last slope and the seasons go on beyond the history. */
    double at(double day) {
        double t = series.timeOf(day);
        double sum = coefficients[0] * t + coefficients[1];
        int next = NormalEquations.LINE;
        for (int changepoint : changepoints) {
            double since = t - series.time(changepoint);
            sum += coefficients[next++] * Math.max(0, since);
        }
        double[] features = new double[seasons.features()];
        seasons.write(day, features);
        for (double feature : features) {
            sum += coefficients[next++] * feature;
        }
        return sum * series.scale();
    }

    /**
     * Standard deviation of a value this many days after the history: the noise, and the bends that the trend may still take.
     * These come as often as there were changepoints and are as large as the fitted ones in the mean. A bend of size {@code b}
     * (standard deviation {@code b·sqrt(2)}, Laplace) that comes {@code s} before the end moves it by {@code b·s}; summed up over a
     * time {@code h} with {@code rate} bends in a unit of it the variance is {@code 2·rate·b²·h³/3}.
     */
    double sigma(double daysAhead) {
        return sigma(1, daysAhead);
    }

    /** @param share how much of the noise counts, because the rest is known */
    double sigma(double share, double daysAhead) {
        double noise = share * StrictMath.exp(coefficients[coefficients.length - 1]);
        double variance = noise * noise;
        if (changepoints.length > 0) {
            double mean = 0;
            for (int j = 0; j < changepoints.length; j++) {
                mean += Math.abs(coefficients[NormalEquations.LINE + j]) / changepoints.length;
            }
            double h = Math.max(0, daysAhead) / series.spanDays();
            variance += 2 * changepoints.length * mean * mean * h * h * h / 3;
        }
        return Math.sqrt(variance) * series.scale();
    }
}
