package io.dynamoplanner.core.capacity;

import io.dynamoplanner.core.forwardpass.PassTime;

/** Prompts that do not fit into one pass are computed in several, all full but the last. */
final class Chunks {
    private Chunks() {}

    /** Milliseconds for so many prompt tokens, with the same decode load in every pass. */
    static double ms(PassTime time, long tokens, int tokensPerPass, double decodeRequests, double decodeKvTokens) {
        long full = tokens / tokensPerPass;
        long rest = tokens % tokensPerPass;
        double ms = full == 0 ? 0 : full * time.ms(tokensPerPass, decodeRequests, decodeKvTokens);
        return rest == 0 ? ms : ms + time.ms((double) rest, decodeRequests, decodeKvTokens);
    }
}
