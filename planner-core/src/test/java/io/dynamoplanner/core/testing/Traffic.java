package io.dynamoplanner.core.testing;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Windows of one minute, counted from a Monday midnight, with readings by hand. */
public final class Traffic {
    public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    public static final WindowGrid GRID = new WindowGrid(START, Duration.ofMinutes(1));

    private Traffic() {}

    /** A moment {@code seconds} after window {@code index} is complete. */
    public static Instant after(long index, long seconds) {
        return GRID.startOf(index + 1).plusSeconds(seconds);
    }

    public static TrafficWindow window(long index, double requests, double isl, double osl) {
        return with(
                index,
                Map.of(
                        Signal.REQUESTS, Reading.of(requests, GRID.startOf(index)),
                        Signal.ISL, Reading.of(isl, GRID.startOf(index)),
                        Signal.OSL, Reading.of(osl, GRID.startOf(index))));
    }

    /** 3000 tokens in, 150 out. */
    public static TrafficWindow requests(long index, double requests) {
        return window(index, requests, 3000, 150);
    }

    /** A counter that did not move, and means that do not exist. */
    public static TrafficWindow idle(long index) {
        return window(index, 0, Double.NaN, Double.NaN);
    }

    /** A window about which nothing is known. */
    public static TrafficWindow outage(long index) {
        var readings = new EnumMap<Signal, Reading>(Signal.class);
        for (Signal signal : Signal.values()) {
            readings.put(signal, Reading.unknown(Reading.Cause.FAILED, "HTTP 503", GRID.startOf(index)));
        }
        return with(index, readings);
    }

    public static TrafficWindow with(long index, Map<Signal, Reading> readings) {
        return TrafficWindow.of(GRID.startOf(index), GRID.length(), readings);
    }

    /** The same window with one reading replaced. */
    public static TrafficWindow but(TrafficWindow window, Signal signal, double value) {
        var readings = new EnumMap<Signal, Reading>(window.readings());
        readings.put(signal, Reading.of(value, window.start()));
        return TrafficWindow.of(window.start(), window.length(), readings);
    }
}
