package io.dynamoplanner.predict.prophet;

import java.util.ArrayList;
import java.util.List;

/**
 * Repeating patterns, each as a Fourier series: sine and cosine of the period, of half of it, and so on. The finest detail
 * of a pattern is its period divided by the order.
 */
final class Seasons {
    private static final double TWO_WEEKS = 14;
    private static final double TWO_YEARS = 730;
    private static final double SECONDS_PER_DAY = 86_400;

    private final List<Pattern> patterns;
    private final Clock clock;

    private record Pattern(double periodDays, int order) {}

    /** How the time of a point is read. */
    enum Clock {
        RIGHT {
            @Override
            double read(double day) {
                return day;
            }
        },
        /** Ticks once in 1,000 seconds, and each tick counts as one second. */
        THOUSANDFOLD_SLOW {
            @Override
            double read(double day) {
                return Math.floor(Math.rint(day * SECONDS_PER_DAY) / 1000) / SECONDS_PER_DAY;
            }
        };

        abstract double read(double day);
    }

    private Seasons(List<Pattern> patterns, Clock clock) {
        this.patterns = patterns;
        this.clock = clock;
    }

    /** The seasons that a history can tell from its trend: those that it has seen twice, in points finer than the period. */
    static Seasons of(Series series, Clock clock) {
        List<Pattern> patterns = new ArrayList<>();
        double span = series.spanDays();
        double spacing = series.spacingDays();
        if (span >= TWO_YEARS) {
            patterns.add(new Pattern(365.25, 10));
        }
        if (span >= TWO_WEEKS && spacing < 7) {
            patterns.add(new Pattern(7, 3));
        }
        if (span >= 2 && spacing < 1) {
            patterns.add(new Pattern(1, 4));
        }
        return new Seasons(patterns, clock);
    }

    /** Number of coefficients. */
    int features() {
        int count = 0;
        for (Pattern pattern : patterns) {
            count += 2 * pattern.order;
        }
        return count;
    }

    /** Sines and cosines of all patterns at a day. Multiples of an angle come from the angle before by rotation. */
    void write(double day, double[] features) {
        int at = 0;
        for (Pattern pattern : patterns) {
            double angle = 2 * Math.PI * clock.read(day) / pattern.periodDays;
            double sine = StrictMath.sin(angle);
            double cosine = StrictMath.cos(angle);
            double s = sine;
            double c = cosine;
            for (int k = 1; k <= pattern.order; k++) {
                features[at++] = s;
                features[at++] = c;
                double turned = s * cosine + c * sine;
                c = c * cosine - s * sine;
                s = turned;
            }
        }
    }
}
