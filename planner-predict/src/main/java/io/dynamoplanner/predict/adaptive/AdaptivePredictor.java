package io.dynamoplanner.predict.adaptive;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weighted mean of the experts of a {@link Panel}, and the rules for what no expert should learn.
 *
 * <p><b>Spikes and steps.</b> Two errors in a row beyond five standard deviations to the same side are a step: every expert
 * starts again at the new level and keeps what it knows of the series' habits. So it does at once when a value exceeds the
 * recent maximum fourfold, and for a higher value after an outage: there a window lost costs more than a spike
 * believed. A single such error is left to the experts. Where the load scatters around a mean, the slow ones are heard and a
 * spike moves little; where it moves in steps, the last value is heard and is right.
 *
 * <p><b>Outages.</b> A zero out of a load that is clearly there is more likely an outage than the end of the load. The first
 * such window changes nothing, from the second the forecast is 0, and nobody learns from any of them. When traffic comes
 * back the experts go on where they were, with the time of day moved on. A load that ebbs away, or that is often
 * silent, is learned as it is.
 *
 * <p><b>Bounds.</b> A forecast is never negative and never above twice the recent maximum, which fades by 2 % a window.
 */
final class AdaptivePredictor implements Predictor {
    private static final int LAYOUT = 1;
    private static final int HEADER = 3;

    private static final double CUT = 5;
    /** With fewer values nobody can tell what is strange. */
    private static final int LEAST_POINTS = 2;
    /** A value beyond this multiple of the recent maximum is a new load at once. */
    private static final double NEW_LOAD = 4;
    /** After a constant stretch the spread is almost 0; the cut is never tighter than for a spread of 2 % of the maximum. */
    private static final double LEAST_SPREAD = 0.02;
    /** Values above are cut; products of their squares would not be finite. */
    private static final double LARGEST_VALUE = 1e140;

    private final Panel panel;
    private final int points;
    private final boolean sawTraffic;
    private final Course course;
    private final Spread spread;
    /** The last values, newest first; after a step as if the level had always been the new one. */
    private final double[] recent;

    private final double[] state;

    private AdaptivePredictor(
            Panel panel,
            int points,
            boolean sawTraffic,
            Course course,
            Spread spread,
            double[] recent,
            double[] state) {
        this.panel = panel;
        this.points = points;
        this.sawTraffic = sawTraffic;
        this.course = course;
        this.spread = spread;
        this.recent = recent;
        this.state = state;
    }

    static AdaptivePredictor fresh(Panel panel) {
        return new AdaptivePredictor(
                panel, 0, false, Course.START, Spread.UNKNOWN, new double[Spread.FAR], panel.fresh());
    }

    @Override
    public Predictor observe(double value) {
        // A NaN fails the comparisons as well and counts as 0.
        double y = value > 0 && value <= Double.MAX_VALUE ? Math.min(value, LARGEST_VALUE) : 0;
        if (y == 0 && !sawTraffic) {
            return missed(1);
        }
        if (points == 0) {
            double[] first = state.clone();
            panel.anchor(first, 0, y);
            double[] values = new double[Spread.FAR];
            Arrays.fill(values, y);
            return new AdaptivePredictor(panel, 1, true, course.first(y), spread, values, first);
        }
        double[] next = state.clone();
        if (y > 0 && course.silent() > 0) {
            panel.skip(next, course.silent());
        }
        double[] said = panel.forecasts(next, course.index(), 1, course.bound());
        double expected = panel.heard(next, said);
        double limit = points < LEAST_POINTS
                ? Double.MAX_VALUE
                : CUT * Math.max(spread.deviation(), LEAST_SPREAD * course.recentMax());
        if (y == 0 && (course.silent() > 0 || course.oddSilence(expected, limit))) {
            return new AdaptivePredictor(panel, points + 1, true, course.silence(), spread, recent, state);
        }
        return learned(y, next, said, expected, limit);
    }

    private Predictor learned(double y, double[] next, double[] said, double expected, double limit) {
        double excess = y - expected;
        double error = Math.max(-limit, Math.min(limit, excess));
        int direction = excess > limit ? 1 : excess < -limit ? -1 : 0;
        boolean newLevel = direction != 0
                && (direction == course.cut()
                        || y > NEW_LOAD * course.recentMax()
                        || (course.silent() > 0 && direction > 0));
        double[] values = new double[Spread.FAR];
        if (newLevel) {
            panel.anchor(next, course.index() + 1, y);
            Arrays.fill(values, y);
        } else {
            if (points > 1) {
                panel.charge(next, said, expected, y, points - 1, limit);
            }
            panel.learn(next, course.index() + 1, y);
            System.arraycopy(recent, 0, values, 1, values.length - 1);
            values[0] = y;
        }
        Spread wider = spread.learn(
                points, newLevel ? excess : error, excess, values[0] - values[1], y - recent[recent.length - 1]);
        return new AdaptivePredictor(
                panel, points + 1, true, course.on(y, newLevel ? 0 : direction), wider, values, next);
    }

    @Override
    public Predictor missed(long windows) {
        if (windows < 0) {
            throw new IllegalArgumentException("windows must not be negative, not " + windows);
        }
        if (points == 0 || windows == 0) {
            return this;
        }
        double[] next = state.clone();
        panel.skip(next, windows);
        return new AdaptivePredictor(panel, points, sawTraffic, course.skip(windows), spread, recent, next);
    }

    @Override
    public Prediction predict(int stepsAhead) {
        if (stepsAhead < 1) {
            throw new IllegalArgumentException("stepsAhead must be at least 1, not " + stepsAhead);
        }
        if (points < 2) {
            return points == 0
                    ? new Prediction(course.last(), 0, Prediction.Basis.NO_DATA)
                    : Prediction.tooFew(course.last(), points, 2);
        }
        double sigma = spread.sigma(stepsAhead);
        if (course.down()) {
            return new Prediction(0, sigma, Prediction.Basis.MODEL);
        }
        double[] said = panel.forecasts(state, course.index(), stepsAhead, course.bound());
        return new Prediction(panel.heard(state, said), sigma, Prediction.Basis.MODEL);
    }

    @Override
    public double last() {
        return course.last();
    }

    @Override
    public int points() {
        return points;
    }

    @Override
    public Predictor warmedUp() {
        return new AdaptivePredictor(panel, points, false, course, spread, recent, state);
    }

    @Override
    public Snapshot snapshot() {
        List<Double> numbers = new ArrayList<>(count(panel));
        numbers.add((double) LAYOUT);
        numbers.add((double) points);
        numbers.add(sawTraffic ? 1.0 : 0.0);
        numbers.addAll(List.of(
                (double) course.index(),
                course.last(),
                course.recentMax(),
                (double) course.cut(),
                (double) course.silent(),
                course.outages(),
                course.brief()));
        numbers.addAll(List.of(spread.variance(), spread.calibration(), spread.near(), spread.far()));
        Arrays.stream(recent).forEach(numbers::add);
        Arrays.stream(state).forEach(numbers::add);
        return new Snapshot(AdaptiveFamily.NAME, numbers);
    }

    private static int count(Panel panel) {
        return HEADER + Course.NUMBERS + Spread.NUMBERS + Spread.FAR + panel.size();
    }

    static AdaptivePredictor restore(Panel panel, Snapshot snapshot) {
        List<Double> n = snapshot.numbers();
        if (!snapshot.family().equals(AdaptiveFamily.NAME)) {
            throw new IllegalArgumentException("snapshot is of predictor '" + snapshot.family() + "', not of '"
                    + AdaptiveFamily.NAME + "'; start fresh or configure the predictor that wrote it");
        }
        if (n.size() != count(panel) || n.get(0) != LAYOUT) {
            throw new IllegalArgumentException("snapshot of predictor '" + AdaptiveFamily.NAME + "' must hold "
                    + count(panel) + " numbers, the first of them " + LAYOUT + ", but holds " + n.size()
                    + "; it was written with another window length, start fresh");
        }
        int at = HEADER;
        Course course = new Course(
                n.get(at).longValue(),
                n.get(at + 1),
                n.get(at + 2),
                n.get(at + 3).intValue(),
                n.get(at + 4).longValue(),
                n.get(at + 5),
                n.get(at + 6));
        at += Course.NUMBERS;
        Spread spread = new Spread(n.get(at), n.get(at + 1), n.get(at + 2), n.get(at + 3));
        at += Spread.NUMBERS;
        double[] recent = array(n.subList(at, at + Spread.FAR));
        double[] state = array(n.subList(at + Spread.FAR, n.size()));
        return new AdaptivePredictor(panel, n.get(1).intValue(), n.get(2) != 0, course, spread, recent, state);
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
