package io.dynamoplanner.core.forwardpass;

/**
 * Time of a mixed pass from those of its two halves, for an engine of which only the halves were measured:
 * {@code decode(n, k) + prefill(t) − prefill(0)}.
 *
 * <p>What a prompt costs before its first token is computed is not paid in each pass that has a piece of it. The part that
 * is, launching the pass and reading the weights, the decode half has paid already; the rest ({@link #overheadMs}) is paid
 * once per prompt. The sum is an upper bound as far as the halves overlap in the hardware.
 */
public record TogetherTime(PassTime prefill, PassTime decode) implements PassTime {
    @Override
    public double ms(double prefillTokens, double decodeRequests, double decodeKvTokens) {
        double prompt = prefill.ms(prefillTokens, 0, 0) - prefill.ms(0, 0, 0);
        return decode.ms(0, decodeRequests, decodeKvTokens) + prompt;
    }

    /** What a prompt takes once, beside the passes that compute it, ms. */
    public double overheadMs() {
        return Math.max(0, prefill.ms(0, 0, 0) - decode.ms(0, 0, 0));
    }
}
