package io.dynamoplanner.app.run;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.data.config.ForecastFields;
import io.dynamoplanner.data.config.PlannerConfig;
import java.time.Duration;
import java.util.List;

/**
 * How much recorded traffic is read at the start.
 *
 * @param asked windows that the configuration asks for
 * @param window length of a window
 */
record HistoryLength(long asked, Duration window) {
    /**
     * A week of one-minute windows. The default predictor learns them in about three seconds, prophet in half a minute, and
     * the graph is not looked at meanwhile.
     */
    static final int MOST = 10_080;

    static HistoryLength of(PlannerConfig config, Duration window) {
        return new HistoryLength(
                (long) (config.get(ForecastFields.HISTORY_SECONDS) / (window.toMillis() / 1e3)), window);
    }

    /** Windows that are read. */
    int windows() {
        return (int) Math.min(MOST, asked);
    }

    /** Says it where less is read than asked for. */
    List<Finding> findings() {
        long read = window.multipliedBy(MOST).toSeconds();
        return asked <= MOST
                ? List.of()
                : List.of(Finding.warning(
                        "history-cut",
                        ForecastFields.HISTORY_SECONDS.name(),
                        "asks for " + asked + " windows of " + window.toSeconds() + " s, of which the newest " + MOST
                                + " are read: " + read + " s",
                        "set it to " + read + ", or lengthen throughput_adjustment_interval_seconds"));
    }
}
