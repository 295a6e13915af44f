package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.engine.DecodePerformance;
import io.dynamoplanner.core.engine.DecodePoint;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.List;
import java.util.Optional;

/**
 * Decode replicas from token throughput at the operating point that meets the ITL target, as the reference counts them
 * up to its release 1.0.
 *
 * <p>The target is corrected to {@code τ = itl / d} ({@code d} is observed over expected ITL; not positive means no
 * correction), {@code load = N·O/T} output tokens per second, {@code replicas = ⌈load / thpt(τ, I + O/2) / g⌉}. When no
 * operating point meets {@code τ} the throughput of the lightest load is the best effort.
 */
public final class DecodeByThroughput implements RoleSizer {
    private final DecodePerformance engine;
    private final int gpusPerEngine;
    private final double itlTargetMs;

    public DecodeByThroughput(DecodePerformance engine, int gpusPerEngine, double itlTargetMs) {
        this.engine = engine;
        this.gpusPerEngine = gpusPerEngine;
        this.itlTargetMs = itlTargetMs;
    }

    @Override
    public Role role() {
        return Role.DECODE;
    }

    @Override
    public String rule() {
        return "token throughput inside the ITL target";
    }

    @Override
    public Sizing size(Demand demand, double correction) {
        double target = correction <= 0 ? itlTargetMs : itlTargetMs / correction;
        double context = demand.isl() + demand.osl() / 2;
        DecodePoint point = engine.best(target, context);
        double load = demand.requests() * demand.osl() / demand.windowSeconds();
        double exact = load / point.throughputPerGpu() / gpusPerEngine;
        if (!Double.isFinite(exact)) {
            return new Sizing.NotReady("decode: load " + load + " tokens/s over " + point.throughputPerGpu()
                    + " tokens/s per GPU is not a finite count");
        }
        int replicas = Replicas.ceil(exact);
        Sizing.Derivation how = () -> List.of(
                "ITL target = " + Figures.of(itlTargetMs) + " ms / " + Figures.of(correction) + " = "
                        + Figures.of(target) + " ms at context " + Figures.of(context) + " tokens",
                "one engine = " + Figures.of(point.throughputPerGpu()) + " tokens/s per GPU × " + gpusPerEngine
                        + " GPU at KV usage " + Figures.of(point.kvUsage()) + ", ITL " + Figures.of(point.itlMs())
                        + " ms",
                "token load = " + Figures.of(demand.requests()) + " requests × " + Figures.of(demand.osl())
                        + " tokens / " + Figures.of(demand.windowSeconds()) + " s = " + Figures.of(load) + " tokens/s",
                "replicas = ⌈" + Figures.of(exact) + "⌉ = " + replicas);
        return point.feasible()
                ? new Sizing.Sized(replicas, exact, how)
                : new Sizing.Infeasible(
                        "no load of the engine meets an ITL of " + Figures.of(target) + " ms; the lightest has "
                                + Figures.of(point.itlMs()) + " ms",
                        replicas,
                        exact,
                        how);
    }

    @Override
    public Optional<Check> check(TrafficWindow window, int ready) {
        return DecodeCheck.of(engine, window, ready, DecodeCheck.Stay.WHOLE_REQUEST);
    }
}
