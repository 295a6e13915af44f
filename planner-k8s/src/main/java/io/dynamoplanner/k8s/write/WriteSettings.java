package io.dynamoplanner.k8s.write;

import java.time.Duration;
import java.util.Objects;

/**
 * How patiently replicas are written.
 *
 * @param spacing least time between a write to a component and one that lets it grow; some operators restart a whole group
 *     when counts change in quick succession. A release never waits: it is what brings GPUs back under a ceiling
 * @param requestTimeout longest wait for one answer
 * @param conflicts how often the object may have changed between reading and writing before the write is given up
 */
public record WriteSettings(Duration spacing, Duration requestTimeout, int conflicts) {
    public static final WriteSettings DEFAULT = new WriteSettings(Duration.ofSeconds(10), Duration.ofSeconds(10), 5);

    public WriteSettings {
        Objects.requireNonNull(spacing, "spacing");
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException("request timeout must be positive, got " + requestTimeout);
        }
        if (conflicts < 0) {
            throw new IllegalArgumentException("conflicts must not be negative, got " + conflicts);
        }
    }
}
