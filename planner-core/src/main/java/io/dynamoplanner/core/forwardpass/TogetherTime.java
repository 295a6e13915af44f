package io.dynamoplanner.core.forwardpass;

/**
 * Time of a mixed pass from those of its two halves, for an engine of which only the halves were measured.
 *
 * <p>What a pass costs before it does any work (launching it, reading the weights) is paid once when both halves share it,
 * so the smaller of the two fixed parts is left out: {@code decode(n, k) + prefill(t) − min(prefill(0), decode(0, 0))}.
 * That is an upper bound as far as the halves overlap in the hardware; an engine sized by it keeps its promises.
 */
public record TogetherTime(PassTime prefill, PassTime decode) implements PassTime {
    @Override
    public double ms(double prefillTokens, double decodeRequests, double decodeKvTokens) {
        double shared = Math.min(prefill.ms(0, 0, 0), decode.ms(0, 0, 0));
        return decode.ms(0, decodeRequests, decodeKvTokens) + prefill.ms(prefillTokens, 0, 0) - shared;
    }
}
