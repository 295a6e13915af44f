package io.dynamoplanner.core.sizing;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.engine.PrefillPerformance;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.List;
import java.util.Optional;

/**
 * Prefill replicas from prompt throughput alone, as the reference counts them up to its release 1.0.
 *
 * <p>{@code load = N·I/T·min(1, p)} prompt tokens per second, {@code replicas = ⌈load / thpt(I) / g⌉}. The TTFT target
 * plays no part: an engine may be fully busy, and the time a request waits for it is not counted. The correction
 * {@code p} is observed over expected TTFT; above 1 it is ignored, because waiting is not work.
 */
public final class PrefillByThroughput implements RoleSizer {
    private final PrefillPerformance engine;
    private final int gpusPerEngine;

    public PrefillByThroughput(PrefillPerformance engine, int gpusPerEngine) {
        this.engine = engine;
        this.gpusPerEngine = gpusPerEngine;
    }

    @Override
    public Role role() {
        return Role.PREFILL;
    }

    @Override
    public String rule() {
        return "prompt throughput";
    }

    @Override
    public Sizing size(Demand demand, double correction) {
        double capped = Math.min(1.0, correction);
        double load = demand.requests() * demand.isl() / demand.windowSeconds() * capped;
        double throughput = engine.throughputPerGpu(demand.isl());
        double exact = load / throughput / gpusPerEngine;
        if (!Double.isFinite(exact)) {
            return new Sizing.NotReady("prefill: load " + load + " tokens/s over " + throughput
                    + " tokens/s per GPU is not a finite count");
        }
        return new Sizing.Sized(
                Replicas.ceil(exact),
                exact,
                () -> List.of(
                        "prompt load = " + Figures.of(demand.requests()) + " requests × " + Figures.of(demand.isl())
                                + " tokens / " + Figures.of(demand.windowSeconds()) + " s × min(1, "
                                + Figures.of(correction)
                                + ") = " + Figures.of(load) + " tokens/s",
                        "one engine = " + Figures.of(throughput) + " tokens/s per GPU at ISL "
                                + Figures.of(demand.isl()) + " × " + gpusPerEngine + " GPU",
                        "replicas = ⌈" + Figures.of(exact) + "⌉ = " + Replicas.ceil(exact)));
    }

    @Override
    public Optional<Check> check(TrafficWindow window, int ready) {
        return Observed.of(window, Signal.REQUESTS, Signal.TTFT, Signal.ISL)
                .map(o -> new Check(o.get(1), engine.ttftMs(o.get(2)), o.get(0)));
    }
}
