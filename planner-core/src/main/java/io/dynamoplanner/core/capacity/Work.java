package io.dynamoplanner.core.capacity;

/**
 * The mean request that an engine serves.
 *
 * @param isl prompt, tokens
 * @param osl output, tokens
 * @param kvHitRate share of the prompt found in a prefix cache, 0 to 1; anything not finite counts as 0
 * @param acceptLength tokens that one decode pass yields per sequence; below 1 or not finite counts as 1
 */
public record Work(double isl, double osl, double kvHitRate, double acceptLength) {
    /** However well the cache works, this much of a prompt is taken to be computed. */
    private static final double LEAST_FRESH = 0.05;

    /** Lengths above this are not of this world, and whole numbers of them would overflow. */
    private static final double LONGEST = 1e9;

    public static Work of(double isl, double osl) {
        return new Work(isl, osl, 0, 1);
    }

    /** Whether the lengths are such that an engine could be asked for them. */
    boolean isSound() {
        return isl > 0 && isl <= LONGEST && osl >= 0 && osl <= LONGEST;
    }

    /** Share of the prompt that has to be computed. */
    double freshShare() {
        return Double.isFinite(kvHitRate) ? 1 - Math.min(1 - LEAST_FRESH, Math.max(0, kvHitRate)) : 1;
    }

    double acceptedPerPass() {
        return Double.isFinite(acceptLength) && acceptLength > 1 ? acceptLength : 1;
    }

    /** Whole tokens of the prompt. */
    long promptTokens() {
        return (long) Math.ceil(isl);
    }

    /** Whole tokens of the output; 1 at least. */
    long outputTokens() {
        return Math.max(1, (long) Math.ceil(osl));
    }

    /** Whole tokens of the prompt that have to be computed; 1 at least. */
    long freshTokens() {
        return Math.max(1, (long) Math.ceil(promptTokens() * freshShare()));
    }

    /** KV tokens of a request half-way through its output. */
    long context() {
        return Math.max(1, promptTokens() + outputTokens() / 2);
    }
}
