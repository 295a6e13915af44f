package io.dynamoplanner.app.simulate;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.data.config.BudgetFields;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.scenario.ScenarioFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What can be changed about a scenario from the command line, and what makes a scenario where there is no file. */
public final class ScenarioOverrides {
    @Option(names = "--trace", paramLabel = "FILE", description = "Request trace: csv or jsonl, plain or .gz.")
    private Optional<Path> trace = Optional.empty();

    @Option(names = "--profile", paramLabel = "DIR", description = "Engine profile that the planner believes.")
    private Optional<Path> profile = Optional.empty();

    @Option(
            names = "--truth-profile",
            paramLabel = "DIR",
            description = "Engine profile that the simulated engines follow.")
    private Optional<Path> truthProfile = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "Planner configuration.")
    private Optional<String> config = Optional.empty();

    @Option(
            names = "--speed-factor",
            paramLabel = "X",
            description = "How much faster than their profile the engines are.")
    private Optional<Double> speedFactor = Optional.empty();

    @Option(names = "--time-scale", paramLabel = "X", description = "Factor on the time axis of the trace.")
    private Optional<Double> timeScale = Optional.empty();

    @Option(names = "--rate-scale", paramLabel = "X", description = "Factor on the number of requests.")
    private Optional<Double> rateScale = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random; same seed, same bytes.")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private FaultFlags faults;

    /**
     * The scenario to run.
     *
     * @param file the scenario, if there is one
     * @param flags planner flags, which beat its configuration
     */
    public Scenario apply(Optional<Path> file, Map<String, String> flags) {
        if (trace.isPresent() && trace.get().toString().isEmpty()) {
            throw new BadInput("--trace is empty; name a file, a folder or a pattern");
        }
        Scenario base = file.map(path -> ScenarioFile.read(path, flags)).orElseGet(() -> fromScratch(flags));
        PlannerConfig planner = config.isPresent() ? ConfigLoader.load(config, flags, Map.of()) : base.config();
        return faults.apply(new Scenario(
                base.title(),
                trace.orElse(base.trace()),
                profile.orElse(base.profile()),
                truthProfile.or(() -> profile).orElse(base.truthProfile()),
                planner,
                planner.get(DeploymentFields.MODE),
                factor("--speed-factor", speedFactor, base.speedFactor()),
                factor("--time-scale", timeScale, base.timeScale()),
                factor("--rate-scale", rateScale, base.rateScale()),
                seed.orElse(base.seed()),
                base.engines(),
                base.transfer(),
                base.gpus(),
                base.metrics(),
                base.faults()));
    }

    private static double factor(String option, Optional<Double> given, double base) {
        double value = given.orElse(base);
        if (!(value > 0 && value <= 1000)) {
            throw new BadInput(option + " = " + value + " must be above 0 and at most 1000; correct the value");
        }
        return value;
    }

    /** A scenario with defaults: engines as the configuration has them, a cluster as large as the budget. */
    private Scenario fromScratch(Map<String, String> flags) {
        if (trace.isEmpty() || profile.isEmpty()) {
            throw new BadInput("name a scenario folder, or both --trace and --profile; "
                    + "for a first look: planner simulate examples/azure-chat");
        }
        PlannerConfig planner = ConfigLoader.load(config, flags, Map.of());
        double startup = planner.get(PacingFields.STARTUP_SECONDS);
        int budget = planner.get(BudgetFields.MAX_GPU_BUDGET);
        Path name = trace.get().getFileName();
        return new Scenario(
                name == null ? "trace" : name.toString(),
                trace.get(),
                profile.get(),
                truthProfile.orElse(profile.get()),
                planner,
                planner.get(DeploymentFields.MODE),
                1,
                1,
                1,
                1,
                new Scenario.Engines(
                        Scenario.Startup.fixed(startup),
                        120,
                        planner.get(BudgetFields.PREFILL_ENGINE_NUM_GPU).orElse(1),
                        planner.get(BudgetFields.DECODE_ENGINE_NUM_GPU).orElse(1),
                        OptionalInt.empty(),
                        Scenario.Stragglers.NONE),
                new Scenario.Transfer(0, OptionalDouble.empty()),
                budget < 0 ? OptionalInt.empty() : OptionalInt.of(budget),
                new Scenario.Metrics(5, 0),
                Scenario.Faults.NONE);
    }
}
