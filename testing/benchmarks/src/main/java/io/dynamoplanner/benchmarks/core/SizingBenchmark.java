package io.dynamoplanner.benchmarks.core;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.RoleSizer;
import io.dynamoplanner.core.sizing.Sizing;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Replicas of prefill and decode for one demand. */
@State(Scope.Benchmark)
public class SizingBenchmark {
    private final PerRole<RoleSizer> reference = Fixture.planner("1.0").sizers();
    private final PerRole<RoleSizer> ours = Fixture.planner("none").sizers();
    private final Demand[] demands = new Demand[64];
    private int next;

    @Setup
    public void demands() {
        for (int i = 0; i < demands.length; i++) {
            demands[i] = Demand.of(15_000 + 100 * i, 2500 + 20 * i, 120 + i, 180);
        }
    }

    @Benchmark
    public void referenceArithmetic(Blackhole sink) {
        size(reference, sink);
    }

    @Benchmark
    public void ours(Blackhole sink) {
        size(ours, sink);
    }

    private void size(PerRole<RoleSizer> sizers, Blackhole sink) {
        Demand demand = demands[next++ & 63];
        Sizing prefill = sizers.get(Role.PREFILL).size(demand, 1.0);
        Sizing decode = sizers.get(Role.DECODE).size(demand, 1.0);
        sink.consume(prefill);
        sink.consume(decode);
    }
}
