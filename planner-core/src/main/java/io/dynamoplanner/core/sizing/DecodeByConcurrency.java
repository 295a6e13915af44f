package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.DecodePoint;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.List;
import java.util.Optional;

/**
 * Decode replicas such that the requests in flight fit into engines that meet the ITL target.
 *
 * <p>At the operating point with ITL {@code τ' ≤ τ = itl/d} an engine holds {@code b = u·K/L} requests ({@code u} KV
 * usage, {@code K} KV tokens, {@code L = I + O/2} tokens per request). By Little's law {@code a = λ·O·τ'} requests are in
 * flight on average. The number in flight fluctuates like a Poisson variable, so the fleet holds
 * {@code a + z·√a}: {@code replicas = ⌈(a + z·√a) / b⌉} (square-root staffing). With {@code z = 0} this is the
 * throughput rule.
 *
 * <p>Where even a single request per engine misses the target, adding engines does not help: that is
 * {@link Sizing.Infeasible}. The best effort then stretches the target to {@value #STRETCH} times the ITL of that single
 * request, instead of asking for an engine per request.
 */
public final class DecodeByConcurrency implements RoleSizer {
    private static final double STRETCH = 1.5;

    private final DecodePerformance engine;
    private final double itlTargetMs;
    private final double z;

    /**
     * @param itlTargetMs target for inter-token latency, ms
     * @param z standard normal quantile of the requests in flight to hold: 0 for the mean, 1.645 for 95 % of the time
     */
    public DecodeByConcurrency(DecodePerformance engine, double itlTargetMs, double z) {
        this.engine = engine;
        this.itlTargetMs = itlTargetMs;
        this.z = z;
    }

    @Override
    public Role role() {
        return Role.DECODE;
    }

    @Override
    public String rule() {
        return "requests in flight inside the ITL target";
    }

    @Override
    public Sizing size(Demand demand, double correction) {
        double target = itlTargetMs / correction;
        double context = demand.isl() + demand.osl() / 2;
        DecodePoint wanted = engine.best(target, context);
        DecodePoint point = wanted.feasible() ? wanted : engine.best(wanted.itlMs() * STRETCH, context);
        double rate = demand.requestsPerSecond();
        double inFlight = Math.max(0, rate * demand.osl() * point.itlMs() * correction / 1000);
        double held = inFlight + z * Math.sqrt(inFlight);
        double perEngine = Math.max(1, point.kvUsage() * engine.maxKvTokens() / context);
        double exact = held / perEngine;
        if (!Double.isFinite(exact)) {
            return new Sizing.NotReady(
                    "decode: " + held + " requests in flight over " + perEngine + " per engine is not a finite count");
        }
        int replicas = Replicas.ceil(exact);
        Sizing.Derivation how = () -> List.of(
                "ITL target = " + Figures.of(itlTargetMs) + " ms / correction " + Figures.of(correction) + " = "
                        + Figures.of(target) + " ms at context " + Figures.of(context) + " tokens",
                "one engine = " + Figures.of(perEngine) + " requests at KV usage " + Figures.of(point.kvUsage())
                        + ", ITL " + Figures.of(point.itlMs()) + " ms",
                "in flight = " + Figures.of(rate) + " requests/s × " + Figures.of(demand.osl()) + " tokens × "
                        + Figures.of(point.itlMs() * correction) + " ms = " + Figures.of(inFlight)
                        + ", with fluctuation "
                        + Figures.of(held),
                "replicas = ⌈" + Figures.of(exact) + "⌉ = " + replicas);
        return wanted.feasible()
                ? new Sizing.Sized(replicas, exact, how)
                : new Sizing.Infeasible(
                        "no load of the engine meets an ITL of " + Figures.of(target) + " ms; a single request has "
                                + Figures.of(wanted.itlMs()) + " ms",
                        replicas,
                        exact,
                        how);
    }

    @Override
    public Optional<Check> check(TrafficWindow window, int ready) {
        return DecodeCheck.of(engine, window, ready, DecodeCheck.Stay.AFTER_FIRST_TOKEN);
    }
}
