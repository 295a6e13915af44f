package io.dynamoplanner.benchmarks.core;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The map that every stage of a tick builds and reads. */
@State(Scope.Benchmark)
public class PerRoleBenchmark {
    private final PerRole<Integer> replicas = PerRole.of(Role.PREFILL, 3, Role.DECODE, 5);

    @Benchmark
    public int get() {
        return replicas.get(Role.DECODE);
    }

    @Benchmark
    public PerRole<Integer> map() {
        return replicas.map((role, count) -> count + 1);
    }
}
