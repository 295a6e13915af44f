package io.dynamoplanner.core.capacity;

import java.util.OptionalDouble;

/**
 * One way to run an engine.
 *
 * @param batch requests that it serves at the same time
 * @param requestsPerSecond requests that it completes
 * @param ttftMs time to first token without waiting, ms; empty for an engine that only decodes
 * @param itlMs inter-token latency, ms; empty for an engine that only prefills
 * @param violation largest latency over its target: 1 or less meets all targets
 */
public record OperatingPoint(
        int batch, double requestsPerSecond, OptionalDouble ttftMs, OptionalDouble itlMs, double violation) {

    static OperatingPoint prefill(int batch, double requestsPerSecond, double ttftMs, double targetMs) {
        return new OperatingPoint(
                batch, requestsPerSecond, OptionalDouble.of(ttftMs), OptionalDouble.empty(), over(ttftMs, targetMs));
    }

    static OperatingPoint decode(int batch, double requestsPerSecond, double itlMs, double targetMs) {
        return new OperatingPoint(
                batch, requestsPerSecond, OptionalDouble.empty(), OptionalDouble.of(itlMs), over(itlMs, targetMs));
    }

    static OperatingPoint both(
            int batch, double requestsPerSecond, double ttftMs, double ttftTarget, double itlMs, double itlTarget) {
        return new OperatingPoint(
                batch,
                requestsPerSecond,
                OptionalDouble.of(ttftMs),
                OptionalDouble.of(itlMs),
                Math.max(over(ttftMs, ttftTarget), over(itlMs, itlTarget)));
    }

    /** Latency over target; a latency that equals its target gives exactly 1. */
    private static double over(double ms, double targetMs) {
        return targetMs > 0 ? ms / targetMs : Double.POSITIVE_INFINITY;
    }

    /** Whether it meets all targets. */
    public boolean eligible() {
        return violation <= 1;
    }

    boolean isSound() {
        return requestsPerSecond > 0 && Double.isFinite(requestsPerSecond);
    }
}
