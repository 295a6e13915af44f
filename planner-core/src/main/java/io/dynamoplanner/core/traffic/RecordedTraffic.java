package io.dynamoplanner.core.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Traffic to learn from, one entry for each window of a grid, oldest first. A window that nobody knows keeps its place, so
 * that what comes after it keeps its time of day.
 *
 * @param windows what came in each window; empty where it is not known
 */
public record RecordedTraffic(List<Optional<TrafficSample>> windows) {
    public RecordedTraffic {
        windows = List.copyOf(windows);
    }

    /** Traffic without a gap. */
    public static RecordedTraffic of(List<TrafficSample> samples) {
        return new RecordedTraffic(samples.stream().map(Optional::of).toList());
    }

    /**
     * What windows say that were read: a window counts if its request count and its lengths are known, and one without
     * requests is one of them.
     *
     * @param read windows of the grid, oldest first; those that lack were not read
     * @param end up to where the traffic is learned from: the start of the window that comes next
     */
    public static RecordedTraffic of(List<TrafficWindow> read, WindowGrid grid, Instant end) {
        var windows = new ArrayList<Optional<TrafficSample>>(read.size());
        long last = grid.indexOf(end);
        long next = read.isEmpty() ? last : grid.indexOf(read.get(0).start());
        for (TrafficWindow window : read) {
            long index = grid.indexOf(window.start());
            if (index >= next && index < last) {
                unknown(windows, index - next);
                windows.add(sample(window));
                next = index + 1;
            }
        }
        unknown(windows, last - next);
        return new RecordedTraffic(windows);
    }

    private static void unknown(List<Optional<TrafficSample>> windows, long count) {
        for (long i = 0; i < count; i++) {
            windows.add(Optional.empty());
        }
    }

    private static Optional<TrafficSample> sample(TrafficWindow window) {
        OptionalDouble requests = window.get(Signal.REQUESTS).value();
        OptionalDouble isl = window.get(Signal.ISL).value();
        OptionalDouble osl = window.get(Signal.OSL).value();
        if (requests.isPresent() && requests.getAsDouble() == 0) {
            return Optional.of(TrafficSample.IDLE);
        }
        return requests.isPresent() && isl.isPresent() && osl.isPresent()
                ? Optional.of(new TrafficSample(requests.getAsDouble(), isl.getAsDouble(), osl.getAsDouble()))
                : Optional.empty();
    }

    /** Whether nothing is known of any window. */
    public boolean isEmpty() {
        return windows.stream().allMatch(Optional::isEmpty);
    }
}
