package io.dynamoplanner.core.correction;

import java.util.OptionalDouble;

/** Requests in flight on one decode worker, the load at which a profile's inter-token latency is looked up. */
public final class DecodeConcurrency {
    private DecodeConcurrency() {}

    /**
     * Little's law: requests in flight are the arrival rate times the time a request stays. Evaluated as
     * {@code requests / workers * duration / interval}, left to right, as the reference does.
     *
     * @param requests requests in the window
     * @param workers decode workers that served the window; a mean over the window may be fractional
     * @param durationS mean time a request took, s
     * @param intervalS length of the window, s
     * @return empty if there was no worker, or the numbers give nothing finite
     */
    public static OptionalDouble perWorker(double requests, double workers, double durationS, double intervalS) {
        if (!(workers > 0)) {
            return OptionalDouble.empty();
        }
        double concurrency = requests / workers * durationS / intervalS;
        return Double.isFinite(concurrency) ? OptionalDouble.of(concurrency) : OptionalDouble.empty();
    }
}
