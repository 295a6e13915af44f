package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;

/**
 * Work that engines are spared, as it was last read.
 *
 * @param kvHitRate share of the prompt tokens found in a prefix cache, 0 to 1
 * @param acceptLength tokens that one decode pass yields per sequence, 1 or more (speculative decoding)
 */
public record Reuse(double kvHitRate, double acceptLength) {
    /** Every token is computed, and one at a time. */
    public static final Reuse NONE = new Reuse(0, 1);

    /** What a window says; what it does not say stays as it was, because not knowing makes no engine slower. */
    Reuse after(TrafficWindow window) {
        double hits = window.get(Signal.KV_HIT_RATE).value().orElse(kvHitRate);
        double accepted = window.get(Signal.ACCEPT_LENGTH).value().orElse(acceptLength);
        return hits == kvHitRate && accepted == acceptLength ? this : new Reuse(hits, accepted);
    }
}
