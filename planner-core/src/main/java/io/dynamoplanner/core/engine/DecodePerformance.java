package io.dynamoplanner.core.engine;

/** How one decode engine performs as a function of its KV usage and of the mean context length of its requests. */
public interface DecodePerformance {

    /**
     * Inter-token latency in ms.
     *
     * @param concurrency requests decoded at the same time on this engine
     * @param contextLength mean tokens in the KV cache per request, {@code isl + osl/2}
     */
    double itlMs(double concurrency, double contextLength);

    /** The operating point with the most throughput whose ITL stays inside the target. */
    DecodePoint best(double itlTargetMs, double contextLength);

    /** KV capacity of one engine in tokens. */
    double maxKvTokens();
}
