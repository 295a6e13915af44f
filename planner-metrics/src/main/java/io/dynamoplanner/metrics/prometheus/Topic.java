package io.dynamoplanner.metrics.prometheus;

/** What one query of a read is about. */
enum Topic {
    /** The clock of the server. */
    CLOCK,
    /** Whether what counts requests was scraped throughout the window. */
    COVERAGE,
    REQUESTS,
    ISL,
    OSL,
    TTFT,
    ITL,
    /** Buckets of the histograms of the two. */
    TTFT_BUCKETS,
    ITL_BUCKETS,
    REQUEST_DURATION,
    KV_HIT_RATE,
    /** Speculative decoding, one for each inference engine. */
    ACCEPT_VLLM,
    ACCEPT_SGLANG,
    ACCEPT_TRTLLM
}
