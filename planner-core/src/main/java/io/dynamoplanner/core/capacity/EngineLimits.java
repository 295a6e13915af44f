package io.dynamoplanner.core.capacity;

/**
 * What one engine can hold.
 *
 * @param tokensPerPass most tokens, prompt and decode together, in one forward pass ({@code max_num_batched_tokens})
 * @param sequences most requests at the same time ({@code max_num_seqs})
 * @param kvTokens tokens in the KV cache
 */
public record EngineLimits(int tokensPerPass, int sequences, long kvTokens) {
    public EngineLimits {
        if (tokensPerPass < 1 || sequences < 1 || kvTokens < 1) {
            throw new IllegalArgumentException("engine limits must be 1 or more: tokens per pass " + tokensPerPass
                    + ", sequences " + sequences + ", KV tokens " + kvTokens);
        }
    }

    /** Most requests of this many tokens each that fit at the same time; 0 if not one does. */
    int roomFor(long context) {
        return (int) Math.min(sequences, kvTokens / Math.max(1, context));
    }
}
