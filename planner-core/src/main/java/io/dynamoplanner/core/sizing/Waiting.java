package io.dynamoplanner.core.sizing;

/**
 * Waiting for one of {@code k} engines that serve one request at a time (an M/M/k queue).
 *
 * <p>Requests arrive at rate {@code λ}, an engine serves one in {@code s} seconds; {@code a = λ·s} engines are busy on
 * average. The chance that an arrival has to wait at all is Erlang's C formula, computed from his B formula by the
 * recursion {@code B(0) = 1, B(k) = a·B(k−1) / (k + a·B(k−1))}, {@code C = k·B / (k − a·(1 − B))}. The wait itself, given
 * that there is one, is exponential with rate {@code (k − a)/s}; so
 *
 * <pre>  P(wait > t) = C(k, a) · exp(−(k − a)·t / s)</pre>
 *
 * Exponential service times stand for prompts of mixed length; prompts of one length wait about half as long.
 */
final class Waiting {
    /** Above this many busy engines Erlang's recursion gives way to the square-root rule. */
    private static final double LARGE = 10_000;

    private Waiting() {}

    /**
     * The fewest engines with which at most {@code share} of the requests wait longer than {@code slackS}.
     *
     * @param arrivalsPerS requests per second
     * @param serviceS seconds one engine is busy with one request; positive
     * @param slackS seconds that a request may wait; not negative
     * @param share tolerated share of requests that wait longer, above 0 and below 1
     */
    static int engines(double arrivalsPerS, double serviceS, double slackS, double share) {
        double busy = arrivalsPerS * serviceS;
        if (busy <= 0) {
            return 0;
        }
        if (busy > LARGE) {
            // square-root staffing; four deviations are more than the recursion asks for at any share above 0.0001
            return Replicas.ceil(busy + 4 * Math.sqrt(busy));
        }
        double blocked = 1;
        for (int k = 1; ; k++) {
            blocked = busy * blocked / (k + busy * blocked);
            if (k > busy) {
                double waits = k * blocked / (k - busy * (1 - blocked));
                if (waits * StrictMath.exp(-(k - busy) * slackS / serviceS) <= share) {
                    return k;
                }
            }
        }
    }

    /** Mean wait in seconds with {@code k} engines; infinite when they cannot keep up. */
    static double meanS(double arrivalsPerS, double serviceS, int k) {
        double busy = arrivalsPerS * serviceS;
        if (busy >= k) {
            return Double.POSITIVE_INFINITY;
        }
        double blocked = 1;
        for (int i = 1; i <= k; i++) {
            blocked = busy * blocked / (i + busy * blocked);
        }
        double waits = k * blocked / (k - busy * (1 - blocked));
        return waits * serviceS / (k - busy);
    }
}
