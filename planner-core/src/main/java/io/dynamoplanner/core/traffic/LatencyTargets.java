package io.dynamoplanner.core.traffic;

/**
 * Latencies that the requests of a graph should stay within.
 *
 * @param ttftMs time to first token, ms; positive
 * @param itlMs inter-token latency, ms; positive
 */
public record LatencyTargets(double ttftMs, double itlMs) {
    public LatencyTargets {
        if (!(ttftMs > 0 && itlMs > 0) || Double.isInfinite(ttftMs) || Double.isInfinite(itlMs)) {
            throw new IllegalArgumentException(
                    "latency targets must be positive and finite, got TTFT " + ttftMs + " ms and ITL " + itlMs + " ms");
        }
    }
}
