package io.dynamoplanner.benchmarks.simulator;

import io.dynamoplanner.app.simulate.Comparison;
import io.dynamoplanner.app.simulate.Contender;
import io.dynamoplanner.core.run.RunRecord;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.scenario.ScenarioFile;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.data.trace.TraceReader;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A whole day, simulated with the planner in the loop: 302,938 requests, twice and four times as many. One engine, one
 * core; reading the trace is not in the time.
 */
@State(Scope.Benchmark)
public class SimulationBenchmark {
    private final Scenario day = ScenarioFile.read(
            Path.of(System.getenv().getOrDefault("PLANNER_HOME", "."), "examples", "day-mlarge"), Map.of());
    private final Trace trace = TraceReader.read(day.trace()).trace();
    private final Comparison once = comparison(1);
    private final Comparison twice = comparison(2);
    private final Comparison fourTimes = comparison(4);

    private Comparison comparison(double rate) {
        Scenario scaled = day.withScales(day.speedFactor(), rate, day.seed());
        return new Comparison(scaled, trace, header -> DecisionLog.NONE);
    }

    private static RunRecord run(Comparison comparison) {
        return comparison.run(EnumSet.of(Contender.PLANNER), (fraction, text) -> {});
    }

    @Benchmark
    public RunRecord requests302938() {
        return run(once);
    }

    @Benchmark
    public RunRecord requests605876() {
        return run(twice);
    }

    @Benchmark
    public RunRecord requests1211752() {
        return run(fourTimes);
    }
}
