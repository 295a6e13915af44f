package io.dynamoplanner.predict.adaptive;

/**
 * Where the series is: what tells an outage from a load that ended, and a spike from a step.
 *
 * @param index position of the newest window in the grid, counted from the first value
 * @param last newest value
 * @param recentMax largest value, fading by 2 % a window
 * @param cut direction of an error that was cut in the newest window: 1 up, -1 down, 0 none
 * @param silent windows of the outage so far, 0 outside
 * @param outages share of the recent windows in which an outage began
 * @param brief share of the recent outages that were over after one window
 */
record Course(long index, double last, double recentMax, int cut, long silent, double outages, double brief) {
    static final int NUMBERS = 7;
    /** One outage that lasts turns the expectation of the next one over. */
    private static final double FIRST_BRIEF = 0.6;

    static final Course START = new Course(0, 0, 0, 0, 0, 0, FIRST_BRIEF);

    private static final double MAX_FADING = 0.98;
    private static final double OUTAGE_SHARE = 0.02;
    /** Where a twentieth of the windows falls silent, silence is part of the load. */
    private static final double USUAL_SILENCE = 0.05;
    /** A load below this share of the recent maximum may end at any time. */
    private static final double EBBED = 0.1;

    private static final double BRIEF_SHARE = 0.3;

    private static final double MOST_OF_RECENT_MAX = 2;

    /** No forecast is above. */
    double bound() {
        return MOST_OF_RECENT_MAX * recentMax;
    }

    /** Whether a zero now is more likely an outage, of the service or of the measurement, than the load. */
    boolean oddSilence(double expected, double limit) {
        return expected > limit && expected > EBBED * recentMax && outages < USUAL_SILENCE;
    }

    /** Whether nothing is expected in the next window. A first silent window is believed only where outages tend to last. */
    boolean down() {
        return silent > 1 || (silent == 1 && brief < 0.5);
    }

    Course first(double value) {
        return new Course(index, value, value, 0, 0, outages, brief);
    }

    /** After a window of an outage. */
    Course silence() {
        return new Course(
                index + 1,
                0,
                recentMax,
                0,
                silent + 1,
                silent == 0 ? outages + OUTAGE_SHARE * (1 - outages) : outages,
                silent == 1 ? brief - BRIEF_SHARE * brief : brief);
    }

    /** After a window with this value. */
    Course on(double value, int direction) {
        return new Course(
                index + 1,
                value,
                Math.max(value, MAX_FADING * recentMax),
                direction,
                0,
                outages - OUTAGE_SHARE * outages,
                silent == 1 ? brief + BRIEF_SHARE * (1 - brief) : brief);
    }

    Course skip(long windows) {
        return new Course(index + windows, last, recentMax, cut, silent, outages, brief);
    }
}
