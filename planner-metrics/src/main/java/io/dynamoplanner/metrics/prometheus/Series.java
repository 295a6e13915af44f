package io.dynamoplanner.metrics.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One series of an answer.
 *
 * @param labels by name; a label that is not there means the same as an empty one
 * @param samples in the order of time; one for an instant query
 */
public record Series(Map<String, String> labels, List<Sample> samples) {
    public Series {
        labels = Map.copyOf(labels);
        samples = List.copyOf(samples);
    }

    /** A value at a time; may be NaN or infinite, as the server said. */
    public record Sample(Instant at, double value) {}

    public String label(String name) {
        return labels.getOrDefault(name, "");
    }

    /** The value at a time, to the millisecond that Prometheus counts in; empty if there is none. */
    OptionalDouble valueAt(Instant at) {
        int low = 0;
        int high = samples.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Sample sample = samples.get(middle);
            long apart = Duration.between(sample.at(), at).toMillis();
            if (Math.abs(apart) <= 1) {
                return OptionalDouble.of(sample.value());
            }
            if (apart > 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalDouble.empty();
    }
}
