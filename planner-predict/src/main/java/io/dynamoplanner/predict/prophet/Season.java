package io.dynamoplanner.predict.prophet;

import java.util.ArrayList;
import java.util.List;

/**
 * A repeating pattern as a Fourier series: sine and cosine of the period, of half of it, and so on.
 *
 * @param periodDays length of the pattern
 * @param order number of sine and cosine pairs; the finest detail is {@code periodDays / order} long
 */
record Season(double periodDays, int order) {
    private static final double TWO_WEEKS = 14;
    private static final double TWO_YEARS = 730;

    /** The seasons that a history can tell from its trend: those that it has seen twice, in points finer than the period. */
    static List<Season> of(Series series) {
        List<Season> seasons = new ArrayList<>();
        double span = series.spanDays();
        double spacing = series.spacingDays();
        if (span >= TWO_YEARS) {
            seasons.add(new Season(365.25, 10));
        }
        if (span >= TWO_WEEKS && spacing < 7) {
            seasons.add(new Season(7, 3));
        }
        if (span >= 2 && spacing < 1) {
            seasons.add(new Season(1, 4));
        }
        return seasons;
    }

    /** Number of coefficients of several seasons. */
    static int features(List<Season> seasons) {
        int count = 0;
        for (Season season : seasons) {
            count += 2 * season.order;
        }
        return count;
    }

    /** Sines and cosines of all seasons at a day. */
    static void write(List<Season> seasons, double day, double[] features) {
        int at = 0;
        for (Season season : seasons) {
            double turns = 2 * Math.PI * day;
            for (int k = 1; k <= season.order; k++) {
                double angle = turns * k / season.periodDays;
                features[at++] = Math.sin(angle);
                features[at++] = Math.cos(angle);
            }
        }
    }
}
