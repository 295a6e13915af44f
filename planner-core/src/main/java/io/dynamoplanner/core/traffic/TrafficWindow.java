package io.dynamoplanner.core.traffic;

import io.dynamoplanner.core.reading.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The readings of one window of the demand grid.
 *
 * <p>Windows lie on a fixed grid (see {@link WindowGrid}), so that a tick which comes early, late or twice never feeds
 * a predictor the same traffic twice.
 */
public final class TrafficWindow {
    private final Instant start;
    private final Duration length;
    private final EnumMap<Signal, Reading> readings;

    private TrafficWindow(Instant start, Duration length, EnumMap<Signal, Reading> readings) {
        this.start = start;
        this.length = length;
        this.readings = readings;
    }

    /** A window with the given readings; signals that are not in the map are unknown, never asked for. */
    public static TrafficWindow of(Instant start, Duration length, Map<Signal, Reading> readings) {
        Objects.requireNonNull(start, "start");
        if (length.isZero() || length.isNegative()) {
            throw new IllegalArgumentException("window length must be positive, got " + length);
        }
        var copy = new EnumMap<Signal, Reading>(Signal.class);
        copy.putAll(readings);
        return new TrafficWindow(start, length, copy);
    }

    public Instant start() {
        return start;
    }

    public Duration length() {
        return length;
    }

    public Instant end() {
        return start.plus(length);
    }

    public double seconds() {
        return length.toNanos() / 1e9;
    }

    public Reading get(Signal signal) {
        Reading reading = readings.get(signal);
        return reading != null
                ? reading
                : Reading.unknown(Reading.Cause.NOT_OBSERVED, signal.key() + " was not asked for", start);
    }

    /** The readings that were taken. */
    public Map<Signal, Reading> readings() {
        return Collections.unmodifiableMap(readings);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TrafficWindow other
                && start.equals(other.start)
                && length.equals(other.length)
                && readings.equals(other.readings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(start, length, readings);
    }

    @Override
    public String toString() {
        return "TrafficWindow[" + start + " +" + length + " " + readings + "]";
    }
}
