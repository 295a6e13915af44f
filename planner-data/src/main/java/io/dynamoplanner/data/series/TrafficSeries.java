package io.dynamoplanner.data.series;

import io.dynamoplanner.core.traffic.TrafficSample;
import java.util.ArrayList;
import java.util.List;

/**
 * Traffic in equal windows without a gap; a window without a request is in it with zeros.
 *
 * @param startSeconds start of the first window, seconds
 * @param windowSeconds length of every window, seconds; positive
 * @param samples what arrived in each window
 */
public record TrafficSeries(double startSeconds, double windowSeconds, List<TrafficSample> samples) {
    public TrafficSeries {
        if (!(windowSeconds > 0) || Double.isInfinite(windowSeconds)) {
            throw new IllegalArgumentException("window length must be positive and finite, got " + windowSeconds);
        }
        samples = List.copyOf(samples);
    }

    /** A sample and the start of its window. */
    public record Window(double startSeconds, TrafficSample sample) {}

    public int size() {
        return samples.size();
    }

    /** Start of window {@code index} in seconds. */
    public double startOf(int index) {
        return startSeconds + index * windowSeconds;
    }

    /**
     * Only the windows in which a request arrived, as planners up to release 1.0 aggregate a trace for warm-up and dry
     * runs: they close the gaps up and so see idle times as if they had not been.
     */
    public List<Window> busyWindows() {
        var busy = new ArrayList<Window>();
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).requests() > 0) {
                busy.add(new Window(startOf(i), samples.get(i)));
            }
        }
        return List.copyOf(busy);
    }
}
