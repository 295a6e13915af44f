package io.dynamoplanner.predict.prophet;

/** Where releases of the reference put the points of the history and the forecast on the time axis. */
public enum TimeAxis {
    /** Points and forecast one second apart, whatever the length of a window. A history of a few hundred points is then far too short for seasons. */
    SECONDS,
    /**
     * Points one window apart, but the forecast is asked for as many seconds after the start as there were points. That is within
     * the history at first and before it later: the forecast looks back.
     */
    FORECAST_IN_SECONDS,
    /** Points and forecast one window apart. */
    WINDOWS,
    /**
     * As {@link #WINDOWS}, but the clock of the seasons ticks once in 1,000 seconds and is read as one second each, so a daily
     * season takes a thousand days. This is what the newest releases do with the library versions that they install.
     */
    WINDOWS_SLOW_SEASONS;

    private static final double SECONDS_PER_DAY = 86_400;
    /** The first point of the reference's axis, 1 January 2024, in days since 1970. */
    private static final double ORIGIN = 19_723;

    /** Day of a stored point; the first ever stored is number 0. */
    double pointDay(long number, double windowSeconds) {
        return ORIGIN + number * (this == SECONDS ? 1 : windowSeconds) / SECONDS_PER_DAY;
    }

    /** Day at which the forecast for the point with a number is asked for. */
    double forecastDay(long number, double windowSeconds) {
        return ORIGIN + number * (this == SECONDS || this == FORECAST_IN_SECONDS ? 1 : windowSeconds) / SECONDS_PER_DAY;
    }

    Seasons.Clock seasonClock() {
        return this == WINDOWS_SLOW_SEASONS ? Seasons.Clock.THOUSANDFOLD_SLOW : Seasons.Clock.RIGHT;
    }
}
