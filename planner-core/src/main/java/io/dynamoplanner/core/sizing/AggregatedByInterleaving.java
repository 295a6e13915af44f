package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.DecodePoint;
import io.dynamoplanner.core.engine.PrefillPerformance;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.List;
import java.util.Optional;

/**
 * Replicas of engines that prefill and decode in turns.
 *
 * <p>At {@code r} requests per second an engine spends the share {@code ρ = r·s} of its time on prefill ({@code s} =
 * TTFT of the mean prompt), and decode runs in the rest: the pace that users see is {@code itl(b) / (1 − ρ)}. By Little's
 * law {@code b = r·O·itl(b)/(1 − ρ)} requests are in flight. The largest {@code r} is sought for which
 *
 * <ul>
 *   <li>{@code itl(b)/(1 − ρ) ≤ ITL target / correction},
 *   <li>{@code s + ρ·s/(1 − ρ) ≤ TTFT target} (one prefill queue per engine, mean wait of an M/M/1 queue),
 *   <li>the {@code b} requests fit into the KV cache.
 * </ul>
 *
 * All three get worse with {@code r}, so bisection finds it; {@code replicas = ⌈λ / r⌉}. Where one request at a time
 * misses a target, or leaves less than a hundredth of the time for prefill, the answer is
 * {@link Sizing.Infeasible}; the best effort runs engines at half of what keeps them stable.
 */
public final class AggregatedByInterleaving implements RoleSizer {
    /** An engine that can spare less of its time for prefill meets its targets on paper only. */
    private static final double LEAST_SHARE = 0.01;

    private final PrefillPerformance prefill;
    private final DecodePerformance decode;
    private final double ttftTargetMs;
    private final double itlTargetMs;

    public AggregatedByInterleaving(
            PrefillPerformance prefill, DecodePerformance decode, double ttftTargetMs, double itlTargetMs) {
        this.prefill = prefill;
        this.decode = decode;
        this.ttftTargetMs = ttftTargetMs;
        this.itlTargetMs = itlTargetMs;
    }

    @Override
    public Role role() {
        return Role.AGGREGATED;
    }

    @Override
    public String rule() {
        return "prefill and decode in turns inside both targets";
    }

    /** The larger answer for the load that prefill and the load that decode is sized for: they need not come together. */
    @Override
    public Sizing size(Demand demand, double correction) {
        Sizing prompts = sizeOne(demand.forRole(Role.PREFILL), correction);
        if (demand.loads().isEmpty()) {
            return prompts;
        }
        Sizing answers = sizeOne(demand.forRole(Role.DECODE), correction);
        return need(answers) > need(prompts) ? answers : prompts;
    }

    private static double need(Sizing sizing) {
        if (sizing instanceof Sizing.Sized sized) {
            return sized.exact();
        }
        return sizing instanceof Sizing.Infeasible infeasible ? infeasible.exact() : Double.POSITIVE_INFINITY;
    }

    private Sizing sizeOne(Demand demand, double correction) {
        double rate = demand.requestsPerSecond();
        double serviceMs = prefill.ttftMs(demand.isl());
        double context = demand.isl() + demand.osl() / 2;
        double target = itlTargetMs / correction;
        if (!Double.isFinite(rate) || !Double.isFinite(serviceMs) || serviceMs <= 0 || !Double.isFinite(context)) {
            return new Sizing.NotReady("agg: " + rate + " requests/s of " + serviceMs + " ms prefill give no count");
        }
        DecodePoint point = decode.best(target, context);
        boolean feasible = point.feasible() && serviceMs <= ttftTargetMs;
        double mostStable = 1000 / serviceMs;
        double perEngine = feasible ? largestRate(demand.osl(), context, serviceMs, target) : mostStable / 2;
        if (perEngine < LEAST_SHARE * mostStable) {
            feasible = false;
            perEngine = mostStable / 2;
        }
        double exact = Math.max(0, rate) / perEngine;
        int replicas = Replicas.ceil(exact);
        double one = perEngine;
        Sizing.Derivation how = () -> List.of(
                "arrivals = " + Figures.of(rate) + " requests/s; prefill takes " + Figures.of(serviceMs) + " ms at ISL "
                        + Figures.of(demand.isl()),
                "one engine = " + Figures.of(one) + " requests/s: prefill takes "
                        + Figures.of(100 * one * serviceMs / 1000)
                        + " % of its time, decode has the rest inside an ITL of " + Figures.of(target) + " ms",
                "replicas = ⌈" + Figures.of(exact) + "⌉ = " + replicas);
        return feasible
                ? new Sizing.Sized(replicas, exact, how)
                : new Sizing.Infeasible(
                        "one request at a time takes " + Figures.of(serviceMs) + " ms to its first token (target "
                                + Figures.of(ttftTargetMs) + ") and " + Figures.of(point.itlMs())
                                + " ms per token (target " + Figures.of(target) + ")",
                        replicas,
                        exact,
                        how);
    }

    private double largestRate(double osl, double context, double serviceMs, double target) {
        double low = 0;
        double high = 1000 / serviceMs;
        for (int i = 0; i < 50; i++) {
            double r = (low + high) / 2;
            if (holds(r, osl, context, serviceMs, target)) {
                low = r;
            } else {
                high = r;
            }
        }
        return low;
    }

    private boolean holds(double r, double osl, double context, double serviceMs, double target) {
        double decodeShare = 1 - r * serviceMs / 1000;
        if (decodeShare <= 0 || serviceMs + (1 - decodeShare) * serviceMs / decodeShare > ttftTargetMs) {
            return false;
        }
        // the pace may be as slow as the target allows; then this many are in flight, and decode must keep that pace
        double inFlight = Math.max(1, r * osl * itlTargetMs / 1000);
        return inFlight * context <= decode.maxKvTokens() && decode.itlMs(inFlight, context) <= target * decodeShare;
    }

    @Override
    public Optional<Check> check(TrafficWindow window, int ready) {
        if (ready <= 0) {
            return Optional.empty();
        }
        return DecodeCheck.of(decode, window, ready, DecodeCheck.Stay.AFTER_FIRST_TOKEN)
                .flatMap(c -> Observed.of(window, Signal.REQUESTS, Signal.ISL).flatMap(o -> {
                    double prefillShare = o.get(0) / window.seconds() / ready * prefill.ttftMs(o.get(1)) / 1000;
                    return prefillShare < 1
                            ? Optional.of(new Check(c.observedMs(), c.expectedMs() / (1 - prefillShare), c.requests()))
                            : Optional.empty();
                }));
    }
}
