package io.dynamoplanner.core.engine;

/**
 * Something in a profile that real engines do not do. The profile can be used, but its numbers should be looked at.
 *
 * @param message names the array, the values and what may be the cause
 */
public record ProfileFinding(Kind kind, String message) {

    /** What is wrong. */
    public enum Kind {
        /** A longer prompt took clearly less time than a shorter one. */
        TTFT_FALLS,
        /** Prefill throughput keeps rising on long prompts, as when prompts were found in the prefix cache. */
        PREFILL_TOO_FAST,
        /** Prefill throughput does not agree with ISL / TTFT for a plausible whole number of GPUs. */
        GPU_RATIO,
        /** More load at the same context length gave a clearly lower ITL. */
        ITL_FALLS,
        /** A share of the KV cache below 0 or above 1. */
        KV_USAGE_OUT_OF_RANGE,
        /** A point without work, without time, or not finite: nothing can be learned from it about forward passes. */
        NO_PASS
    }
}
