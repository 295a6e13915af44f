package io.dynamoplanner.core.traffic;

/** What is read about the traffic of a graph in one window; names and units as the frontend exports them. */
public enum Signal {
    /** Requests admitted in the window. */
    REQUESTS("requests", "requests"),
    /** Mean input sequence length. */
    ISL("isl", "tokens"),
    /** Mean output sequence length. */
    OSL("osl", "tokens"),
    /** Mean time to first token. */
    TTFT("ttft", "ms"),
    /** Mean inter-token latency. */
    ITL("itl", "ms"),
    /** Share of the requests whose first token came within the target, 0 to 1. */
    TTFT_INSIDE("ttft_inside", "share"),
    /** Share of the answer tokens that followed the one before within the target, 0 to 1. */
    ITL_INSIDE("itl_inside", "share"),
    /** Mean duration of a request. */
    REQUEST_DURATION("request_duration", "s"),
    /** Share of the prompt tokens found in a prefix cache, 0 to 1. */
    KV_HIT_RATE("kv_hit_rate", "share"),
    /** Mean tokens that one decode pass yields (speculative decoding), 1 or more. */
    ACCEPT_LENGTH("accept_length", "tokens");

    private final String key;
    private final String unit;

    Signal(String key, String unit) {
        this.key = key;
        this.unit = unit;
    }

    /** Name in ledgers, configuration and metrics. */
    public String key() {
        return key;
    }

    public String unit() {
        return unit;
    }
}
