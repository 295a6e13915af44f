package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.app.simulate.Arena;
import io.dynamoplanner.app.simulate.StaticFleets;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.ServingMode;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.data.trace.TraceReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Traffic of an example, brought to a fleet size at which one engine more or less is neither everything nor nothing.
 *
 * @param name folder of the example
 * @param fromS start of the part that is used, s
 * @param lengthS its length, s
 * @param ttftMs target that engines of the profile can meet for most of its prompts, ms
 * @param itlMs likewise, ms
 */
record TraceCase(String name, double fromS, double lengthS, double ttftMs, double itlMs) {
    static final List<TraceCase> ALL = List.of(
            new TraceCase("azure-chat", 0, 2400, 1000, 40),
            new TraceCase("azure-code", 0, 2400, 1000, 40),
            new TraceCase("long-context", 0, 2400, 6000, 40),
            new TraceCase("day-mlarge", 9000, 5400, 1000, 40),
            new TraceCase("day-mmid", 30600, 3600, 1000, 40));

    /** Engines that the busier role needs on average. */
    private static final double ENGINES = 10;

    private static final String PROFILE = "h100_llama3.3-70b-fp8_tp2_measured";
    private static final int GPUS_PER_ENGINE = 2;

    /** The part of the trace that is used, at its own rate. */
    Trace trace(Path examples) {
        return TraceReader.read(examples.resolve(name).resolve("trace.csv.gz"))
                .trace()
                .slice(fromS, fromS + lengthS);
    }

    /** The factor on the rate with which the busier role needs {@link #ENGINES} engines on average. */
    double rate(Path examples, Trace trace) {
        double factor = 1;
        for (int i = 0; i < 4; i++) {
            int engines = 0;
            for (int role : fleet(scenario(examples, factor, 60, 1, -1, 180), trace)
                    .mean()
                    .values()) {
                engines = Math.max(engines, role);
            }
            factor *= ENGINES / engines;
        }
        return factor;
    }

    /** A budget that binds nobody who does not exaggerate: half more than the busiest window needs, GPUs. */
    int budget(Path examples, Trace trace, double rate) {
        int engines = 0;
        for (int role :
                fleet(scenario(examples, rate, 60, 1, -1, 180), trace).peak().values()) {
            engines += role;
        }
        return (int) Math.ceil(1.5 * engines) * GPUS_PER_ENGINE;
    }

    /**
     * The scenario of a cell. Engines are what the profile says; their start-up times spread by a fifth around what
     * planners expect, and a little more upwards. GPUs are never short, so that a budget that is overrun shows.
     */
    Scenario scenario(Path examples, double rate, double startupS, long seed, int budget, int intervalS) {
        Path profile = examples.resolve("profiles").resolve(PROFILE);
        PlannerConfig config = ConfigLoader.load(
                Optional.empty(),
                Map.of(
                        "--mode", "disagg",
                        "--optimization-target", "sla",
                        "--ttft", Double.toString(ttftMs),
                        "--itl", Double.toString(itlMs),
                        "--max-gpu-budget", Integer.toString(budget),
                        "--startup-seconds", Double.toString(startupS),
                        "--adjustment-interval", Integer.toString(intervalS)),
                Map.of());
        return new Scenario(
                name,
                examples.resolve(name),
                profile,
                profile,
                config,
                ServingMode.DISAGG,
                1,
                1,
                rate,
                seed,
                new Scenario.Engines(
                        new Scenario.Startup(0.8 * startupS, OptionalDouble.of(startupS), 1.3 * startupS),
                        120,
                        GPUS_PER_ENGINE,
                        GPUS_PER_ENGINE,
                        OptionalInt.empty(),
                        Scenario.Stragglers.NONE),
                new Scenario.Transfer(5, OptionalDouble.of(400_000)),
                OptionalInt.empty(),
                new Scenario.Metrics(5, 5),
                Scenario.Faults.NONE);
    }

    private static StaticFleets fleet(Scenario scenario, Trace trace) {
        return new Arena(scenario, trace).fleets();
    }
}
