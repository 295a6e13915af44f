package io.dynamoplanner.core.forwardpass;

/**
 * Pass time as a straight line in the numbers of its workload, with at most one bend on the first of them:
 * {@code base + first·min(x, knot) + above·max(0, x − knot) + second·z}.
 *
 * <p>The bend is what an engine shows on prompts: up to some length the weights have to be read anyway and tokens are
 * cheap, from there on each token costs its arithmetic.
 *
 * @param workload which numbers {@code x} and {@code z} are
 * @param base ms of a pass without work
 * @param first ms per unit of the first number, up to the knot
 * @param second ms per unit of the second number; 0 where there is none
 * @param knot where the line bends, in units of the first number
 * @param above ms per unit of the first number, above the knot
 * @param leastMs ms that no pass takes less than
 */
public record FittedLine(
        Workload workload, double base, double first, double second, double knot, double above, double leastMs)
        implements PassTime {

    static FittedLine straight(Workload workload, double base, double first, double second, double leastMs) {
        return new FittedLine(workload, base, first, second, 0, first, leastMs);
    }

    @Override
    public double ms(double prefillTokens, double decodeRequests, double decodeKvTokens) {
        double x = workload.first(prefillTokens, decodeRequests);
        double z = workload.second(decodeKvTokens);
        return Math.max(leastMs, base + first * Math.min(x, knot) + above * Math.max(0, x - knot) + second * z);
    }

    double ms(ForwardPass pass) {
        return ms(pass.prefillTokens(), pass.decodeRequests(), pass.decodeKvTokens());
    }
}
