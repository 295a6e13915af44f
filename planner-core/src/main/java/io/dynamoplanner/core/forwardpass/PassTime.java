package io.dynamoplanner.core.forwardpass;

/** How long a pass takes. Positive and finite for every finite work, and never less for more of it. */
@FunctionalInterface
public interface PassTime {

    /**
     * Milliseconds of one pass.
     *
     * @param prefillTokens prompt tokens computed in it
     * @param decodeRequests sequences that decode in it
     * @param decodeKvTokens KV tokens of those sequences in sum
     */
    double ms(double prefillTokens, double decodeRequests, double decodeKvTokens);
}
