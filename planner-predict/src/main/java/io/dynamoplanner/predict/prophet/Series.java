package io.dynamoplanner.predict.prophet;

/**
 * The history as the curve is fitted to it: time from 0 at the first point to 1 at the last, values as a share of the largest
 * absolute one. The priors are about these numbers, so a series in another unit is the same series.
 */
final class Series {
    private final double firstDay;
    private final double spanDays;
    private final double scale;
    private final double[] days;
    private final double[] times;
    private final double[] values;

    /**
     * @param days times in days, ascending, at least two different ones
     * @param raw values at these times, finite
     */
    Series(double[] days, double[] raw) {
        this.days = days;
        this.firstDay = days[0];
        this.spanDays = days[days.length - 1] - days[0];
        double most = 0;
        for (double value : raw) {
            most = Math.max(most, Math.abs(value));
        }
        this.scale = most == 0 ? 1 : most;
        this.times = new double[days.length];
        this.values = new double[days.length];
        for (int i = 0; i < days.length; i++) {
            times[i] = timeOf(days[i]);
            values[i] = raw[i] / scale;
        }
    }

    int size() {
        return times.length;
    }

    double day(int i) {
        return days[i];
    }

    double time(int i) {
        return times[i];
    }

    double value(int i) {
        return values[i];
    }

    double scale() {
        return scale;
    }

    double spanDays() {
        return spanDays;
    }

    /** Days between the closest two points. */
    double spacingDays() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < days.length; i++) {
            least = Math.min(least, days[i] - days[i - 1]);
        }
        return least;
    }

    /** Scaled time of a day, which may lie outside of the history. */
    double timeOf(double day) {
        return (day - firstDay) / spanDays;
    }
}
