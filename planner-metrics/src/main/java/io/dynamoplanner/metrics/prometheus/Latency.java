package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.traffic.LatencyTargets;
import io.dynamoplanner.core.traffic.Signal;

/** A latency that has a histogram and a target. */
enum Latency {
    TTFT("requests", "time_to_first_token_seconds", Topic.TTFT_BUCKETS, Signal.TTFT_INSIDE),
    ITL("tokens", "inter_token_latency_seconds", Topic.ITL_BUCKETS, Signal.ITL_INSIDE);

    private final String counted;
    private final String histogram;
    private final Topic buckets;
    private final Signal inside;

    Latency(String counted, String histogram, Topic buckets, Signal inside) {
        this.counted = counted;
        this.histogram = histogram;
        this.buckets = buckets;
        this.inside = inside;
    }

    /** What is measured once each. */
    String counted() {
        return counted;
    }

    /** Name of its histogram, without the prefix of the exporter. */
    String histogram() {
        return histogram;
    }

    Topic buckets() {
        return buckets;
    }

    Signal inside() {
        return inside;
    }

    double targetMs(LatencyTargets targets) {
        return this == TTFT ? targets.ttftMs() : targets.itlMs();
    }

    /**
     * The environment variable of a frontend for the bounds of the histogram.
     *
     * @param which {@code MAX}, the highest one in seconds, or {@code COUNT}, how many there are
     */
    String variable(String which) {
        return "DYN_METRICS_" + name() + "_" + which;
    }
}
