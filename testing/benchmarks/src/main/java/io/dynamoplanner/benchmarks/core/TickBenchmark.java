package io.dynamoplanner.benchmarks.core;

import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole tick on a new window: forecast, both roles, constraints with GPU budget, staging, ledger entry. */
@State(Scope.Benchmark)
public class TickBenchmark {
    private static final int WINDOWS = 1000;

    private PlanningCycle cycle = new PlanningCycleOf("none").cycle();
    private List<Observation> seen = List.of();
    private List<Instant> times = List.of();
    private PlannerState fresh = new PlanningCycleOf("none").state();
    private PlannerState state = fresh;
    private int next;

    /** A cycle and its first state under one compatibility. */
    private record PlanningCycleOf(PlanningCycle cycle, PlannerState state) {
        PlanningCycleOf(String compatibility) {
            this(Fixture.planner(compatibility));
        }

        private PlanningCycleOf(PlannerAssembly planner) {
            this(
                    planner.cycle(Fixture.EPOCH),
                    planner.cycle(Fixture.EPOCH).fresh(planner.settings().grant()));
        }
    }

    @Setup
    public void observations() {
        var observations = new ArrayList<Observation>();
        var instants = new ArrayList<Instant>();
        for (long i = 0; i < WINDOWS; i++) {
            observations.add(Fixture.window(i));
            instants.add(Fixture.EPOCH.plus(Fixture.WINDOW.multipliedBy(i + 1)));
        }
        seen = observations;
        times = instants;
        var ours = new PlanningCycleOf("none");
        cycle = ours.cycle();
        fresh = ours.state();
        state = fresh;
        next = 0;
    }

    /** Each call is the next window; after a thousand the state starts afresh. */
    @Benchmark
    public Cycle tick() {
        if (next == WINDOWS) {
            next = 0;
            state = fresh;
        }
        Cycle result = cycle.tick(state, seen.get(next), times.get(next));
        state = result.state();
        next++;
        return result;
    }
}
