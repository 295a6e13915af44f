package io.dynamoplanner.sim.serving;

/**
 * Time to move the KV cache of a prompt from a prefill to a decode engine: a fixed part and a part per token. Transfers do
 * not hinder each other.
 *
 * @param baseMs fixed part, ms
 * @param tokensPerSecond prompt tokens moved per second; infinite if length does not matter
 */
public record KvTransfer(double baseMs, double tokensPerSecond) {
    /** No time at all. */
    public static final KvTransfer INSTANT = new KvTransfer(0, Double.POSITIVE_INFINITY);

    public KvTransfer {
        if (!(baseMs >= 0 && baseMs < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("KV transfer baseMs must not be negative, got " + baseMs);
        }
        if (!(tokensPerSecond > 0)) {
            throw new IllegalArgumentException("KV transfer tokensPerSecond must be positive, got " + tokensPerSecond);
        }
    }

    public double seconds(int promptTokens) {
        return baseMs / 1000.0 + promptTokens / tokensPerSecond;
    }
}
