package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The windows of a report that no report before it has shown.
 *
 * @param windows oldest first
 * @param missed windows of the grid before them that nobody looked at
 */
record NewWindows(List<TrafficWindow> windows, long missed) {

    /** @param before the newest window so far; empty if there was none */
    static NewWindows of(Optional<TrafficWindow> before, List<TrafficWindow> shown) {
        var windows = new ArrayList<TrafficWindow>();
        long missed = 0;
        Optional<TrafficWindow> newest = before;
        for (TrafficWindow window : shown) {
            if (newest.isEmpty() || !window.start().isBefore(newest.get().end())) {
                missed += newest.map(previous -> between(previous, window)).orElse(0L);
                windows.add(window);
                newest = Optional.of(window);
            }
        }
        return new NewWindows(windows, missed);
    }

    /** Whole windows between two; 0 where the length of a window has changed. */
    private static long between(TrafficWindow earlier, TrafficWindow later) {
        return earlier.length().equals(later.length())
                ? Duration.between(earlier.end(), later.start()).dividedBy(later.length())
                : 0;
    }

    long read() {
        return windows.stream()
                .filter(window -> window.get(Signal.REQUESTS).isKnown())
                .count();
    }

    long unknown() {
        return windows.size() - read();
    }

    /**
     * Forecast less what came, requests per second. A forecast is about the window after the newest one that it was made
     * from; empty if that window is not here, its count is unknown, or there was no live forecast.
     */
    OptionalDouble forecastError(Optional<TrafficWindow> before, Optional<Demand> forecast) {
        if (windows.isEmpty() || before.isEmpty() || forecast.isEmpty()) {
            return OptionalDouble.empty();
        }
        TrafficWindow next = windows.get(0);
        OptionalDouble requests = next.get(Signal.REQUESTS).value();
        Demand made = forecast.get();
        return next.start().equals(before.get().end()) && requests.isPresent() && made.trust() == Demand.Trust.LIVE
                ? OptionalDouble.of(
                        made.expectedRequests() / made.windowSeconds() - requests.getAsDouble() / next.seconds())
                : OptionalDouble.empty();
    }
}
