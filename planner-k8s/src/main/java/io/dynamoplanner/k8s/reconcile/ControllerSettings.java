package io.dynamoplanner.k8s.reconcile;

import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link GraphController} works.
 *
 * @param graphs which graphs it looks after
 * @param threads graphs that are looked at at the same time, at most
 * @param settle how long a change waits for others that come with it, so that a burst becomes one look
 * @param spacing least time between two looks at the same graph
 * @param firstRetry how soon something that failed is tried again for the first time; also how often the state of the
 *     watches is checked
 * @param longestRetry longest time between tries
 */
public record ControllerSettings(
        GraphSelection graphs,
        int threads,
        Duration settle,
        Duration spacing,
        Duration firstRetry,
        Duration longestRetry) {
    private static final int THREADS_FOR_MANY = 8;

    public ControllerSettings {
        Objects.requireNonNull(graphs, "graphs");
        if (threads < 1) {
            throw new IllegalArgumentException("threads: at least 1, not " + threads);
        }
        if (settle.isNegative() || spacing.isNegative()) {
            throw new IllegalArgumentException("settle, spacing: not negative, not " + settle + ", " + spacing);
        }
        if (firstRetry.isZero() || firstRetry.isNegative() || longestRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("firstRetry: more than 0 and not longer than longestRetry, not "
                    + firstRetry + " and " + longestRetry);
        }
    }

    /** The usual pace. */
    public static ControllerSettings of(GraphSelection graphs) {
        return new ControllerSettings(
                graphs,
                graphs.name().isPresent() ? 1 : THREADS_FOR_MANY,
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }
}
