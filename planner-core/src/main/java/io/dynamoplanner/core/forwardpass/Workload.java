package io.dynamoplanner.core.forwardpass;

/**
 * Kinds of passes. Each has a model of its own, in the one or two numbers that its time depends on most: prompt tokens
 * for {@link #PREFILL}, sequences and their KV tokens for {@link #DECODE}, prompt tokens and KV tokens for {@link #MIXED}.
 */
public enum Workload {
    /** Prompts only. */
    PREFILL(1),
    /** Decoding sequences only. */
    DECODE(2),
    /** Both in one pass. */
    MIXED(2);

    private final int axes;

    Workload(int axes) {
        this.axes = axes;
    }

    /** How many numbers the time depends on. */
    public int axes() {
        return axes;
    }

    double first(double prefillTokens, double decodeRequests) {
        return this == DECODE ? decodeRequests : prefillTokens;
    }

    /** 0 where there is one number only. */
    double second(double decodeKvTokens) {
        return this == PREFILL ? 0 : decodeKvTokens;
    }

    double first(ForwardPass pass) {
        return first(pass.prefillTokens(), pass.decodeRequests());
    }

    double second(ForwardPass pass) {
        return second(pass.decodeKvTokens());
    }
}
