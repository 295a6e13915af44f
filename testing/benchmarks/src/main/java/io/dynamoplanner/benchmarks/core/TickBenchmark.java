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
import org.openjdk.jmh.annotations.State;

/** A whole tick on a new window: forecast, both roles, constraints with GPU budget, staging, ledger entry. */
@State(Scope.Benchmark)
public class TickBenchmark {
    private static final int WINDOWS = 1000;

    private final Windows ours = new Windows(Fixture.planner("none"));
    private final Windows forwardPasses = new Windows(Fixture.planner("none", "forward_pass"));
    private final Windows release16 = new Windows(Fixture.planner("1.6"));

    @Benchmark
    public Cycle tick() {
        return ours.next();
    }

    /** Engines known by how long their forward passes take. */
    @Benchmark
    public Cycle forwardPasses() {
        return forwardPasses.next();
    }

    /** The same with the arithmetic of the reference's release 1.6. */
    @Benchmark
    public Cycle release16() {
        return release16.next();
    }

    /** A planner that sees one window after the other; after a thousand its state starts afresh. */
    private static final class Windows {
        private final PlanningCycle cycle;
        private final PlannerState fresh;
        private final List<Observation> seen = new ArrayList<>();
        private final List<Instant> times = new ArrayList<>();
        private PlannerState state;
        private int next;

        Windows(PlannerAssembly planner) {
            cycle = planner.cycle(Fixture.EPOCH);
            fresh = cycle.fresh(planner.settings().grant());
            state = fresh;
            for (long i = 0; i < WINDOWS; i++) {
                seen.add(Fixture.window(i));
                times.add(Fixture.EPOCH.plus(Fixture.WINDOW.multipliedBy(i + 1)));
            }
        }

        Cycle next() {
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
}
