package io.dynamoplanner.core.demand;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
 * @param loads what single roles are sized for, where that is not the same; empty if it is
 * @param coverage how well earlier demands kept what the quantile promises; empty for a point forecast, and as long as
 *     too few windows can tell
 * @param forecasts who forecast each series that the numbers stand on; empty where nobody did
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
        PerRole<Load> loads,
        Optional<Coverage> coverage,
        List<Forecast> forecasts,
        String why) {
    public Demand {
        forecasts = List.copyOf(forecasts);
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(reuse, "reuse");
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(loads, "loads");
        Objects.requireNonNull(coverage, "coverage");
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

    /**
     * What one role is sized for. Prefill is sized for the quantile of the prompt tokens and decode for that of the answer
     * tokens; they need not come in the same window, nor in requests of the same lengths.
     *
     * @param requests requests per window; times the length that drives the role, the tokens that are sized for
     * @param isl mean input length of the requests that bring these tokens, tokens
     * @param osl mean output length of the requests that bring these tokens, tokens
     */
    public record Load(double requests, double isl, double osl) {
        Load with(double count) {
            return new Load(count, isl, osl);
        }
    }

    /**
     * Share of the requests, among those of the newest windows, that came in windows with no more load than was sized for
     * by every decision that had a say in their fleet: those of the time that a start takes. Decisions made in an outage of
     * requests are left out.
     *
     * @param stated the share that is promised
     * @param requests the share that was reached, the load being the request count
     * @param input the same for prompt tokens
     * @param output the same for answer tokens
     * @param windows how many windows tell
     */
    public record Coverage(double stated, double requests, double input, double output, int windows) {}

    /**
     * Who forecast a series.
     *
     * @param load the series: {@code requests}, tokens per window as {@code input_tokens} and {@code output_tokens}, or mean
     *     lengths as {@code isl} and {@code osl}
     * @param by name of the predictor, and of the one that it chose if it chooses: {@code auto: adaptive}
     * @param fallback what stands in for its model and why: {@code last value: 3 of 5 values}; empty if the model answered
     */
    public record Forecast(String load, String by, String fallback) {
        public Forecast {
            Objects.requireNonNull(load, "load");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(fallback, "fallback");
        }
    }

    /** No demand can be stated. */
    public static Demand none(double windowSeconds, String why) {
        return new Demand(
                Trust.NONE,
                0,
                0,
                0,
                0,
                windowSeconds,
                Reuse.NONE,
                Prediction.Basis.NO_DATA,
                PerRole.empty(),
                Optional.empty(),
                List.of(),
                why);
    }

    /** A demand given by hand: one sizing question, or a hindsight policy. */
    public static Demand of(double requests, double isl, double osl, double windowSeconds) {
        return new Demand(
                Trust.LIVE,
                requests,
                requests,
                isl,
                osl,
                windowSeconds,
                Reuse.NONE,
                Prediction.Basis.MODEL,
                PerRole.empty(),
                Optional.empty(),
                List.of(),
                "given");
    }

    /** The same numbers under another trust. */
    public Demand as(Trust other, String reason) {
        return new Demand(
                other,
                requests,
                expectedRequests,
                isl,
                osl,
                windowSeconds,
                reuse,
                basis,
                loads,
                coverage,
                forecasts,
                reason);
    }

    /** The same numbers with what is known of who forecast them. */
    public Demand by(List<Forecast> known) {
        return new Demand(
                trust, requests, expectedRequests, isl, osl, windowSeconds, reuse, basis, loads, coverage, known, why);
    }

    /** The same numbers with engines spared this much. */
    public Demand sparing(Reuse spared) {
        return new Demand(
                trust,
                requests,
                expectedRequests,
                isl,
                osl,
                windowSeconds,
                spared,
                basis,
                loads,
                coverage,
                forecasts,
                why);
    }

    /**
     * The demand as one role is sized for it: the same for each role unless {@link #loads} tells them apart. A role without
     * a load of its own gets the demand as it is.
     */
    public Demand forRole(Role role) {
        Optional<Load> load = loads.find(role);
        return load.isEmpty()
                ? this
                : new Demand(
                        trust,
                        load.get().requests(),
                        expectedRequests,
                        load.get().isl(),
                        load.get().osl(),
                        windowSeconds,
                        reuse,
                        basis,
                        PerRole.empty(),
                        coverage,
                        forecasts,
                        why);
    }

    /** The demand with so many times the requests; what is expected stays. */
    public Demand times(double factor) {
        return factor == 1
                ? this
                : new Demand(
                        trust,
                        factor * requests,
                        expectedRequests,
                        isl,
                        osl,
                        windowSeconds,
                        reuse,
                        basis,
                        loads.map((role, load) -> load.with(factor * load.requests())),
                        coverage,
                        forecasts,
                        why);
    }

    /** Requests per second that are sized for. */
    public double requestsPerSecond() {
        return requests / windowSeconds;
    }
}
