package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Prediction;
import java.util.Objects;

/**
 * The load that the fleet is sized for.
 *
 * @param trust whether it may shrink anything
 * @param requests requests per window, at the quantile that is sized for
 * @param expectedRequests requests per window, the most likely value of the next window
 * @param isl mean input length, tokens
 * @param osl mean output length, tokens
 * @param windowSeconds length of a window, s
 * @param reuse work that engines are spared
 * @param basis what the forecast of the request count stands on
 * @param why one line: where the numbers come from, or what is missing
 */
public record Demand(
        Trust trust,
        double requests,
        double expectedRequests,
        double isl,
        double osl,
        double windowSeconds,
        Reuse reuse,
        Prediction.Basis basis,
        String why) {
    public Demand {
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(reuse, "reuse");
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(why, "why");
    }

    /** How far a demand may be acted on. */
    public enum Trust {
        /** The newest window was read: grow and shrink. */
        LIVE,
        /** Something was unknown and an older value stands in: grow, never shrink. */
        HELD,
        /** Nothing to size for: change nothing, but keep the floors. */
        NONE
    }

    /** No demand can be stated. */
    public static Demand none(double windowSeconds, String why) {
        return new Demand(Trust.NONE, 0, 0, 0, 0, windowSeconds, Reuse.NONE, Prediction.Basis.NO_DATA, why);
    }

    /** A demand given by hand: one sizing question, or a hindsight policy. */
    public static Demand of(double requests, double isl, double osl, double windowSeconds) {
        return new Demand(
                Trust.LIVE, requests, requests, isl, osl, windowSeconds, Reuse.NONE, Prediction.Basis.MODEL, "given");
    }

    /** The same numbers under another trust. */
    public Demand as(Trust other, String reason) {
        return new Demand(other, requests, expectedRequests, isl, osl, windowSeconds, reuse, basis, reason);
    }

    /** The same numbers with engines spared this much. */
    public Demand sparing(Reuse spared) {
        return new Demand(trust, requests, expectedRequests, isl, osl, windowSeconds, spared, basis, why);
    }

    /** Requests per second that are sized for. */
    public double requestsPerSecond() {
        return requests / windowSeconds;
    }
}
