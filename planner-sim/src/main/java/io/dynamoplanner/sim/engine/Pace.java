package io.dynamoplanner.sim.engine;

/** How fast an engine decodes. */
@FunctionalInterface
public interface Pace {
    /**
     * Seconds between two tokens of a request.
     *
     * @param concurrency requests in the batch, at least 1
     * @param contextLength their mean context, tokens
     */
    double seconds(int concurrency, double contextLength);
}
