package io.dynamoplanner.app.command;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.budget.BudgetResult;
import io.dynamoplanner.core.cycle.Infeasible;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.Sizing;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.EngineModelFields;
import io.dynamoplanner.data.config.FlagArguments;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.profile.ProfileReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code planner plan}: one sizing question, answered with its derivation. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Answers one sizing question and shows how the answer comes about.",
        footer = {
            "",
            "All flags of the planner are understood too and beat the file, for example --ttft 300 --max-gpu-budget 16.",
            "",
            "  planner plan --config examples/planner.yaml --requests 18000 --isl 3000 --osl 150"
        })
public final class PlanCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Planner configuration: YAML or JSON, or JSON in place.")
    private Optional<String> config = Optional.empty();

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description = "Engine profile; beats 'profile_results_dir' of the configuration.")
    private Optional<Path> profile = Optional.empty();

    @Option(names = "--requests", required = true, paramLabel = "N", description = "Requests in one interval.")
    private double requests;

    @Option(names = "--isl", required = true, paramLabel = "TOKENS", description = "Mean input sequence length.")
    private double isl;

    @Option(names = "--osl", required = true, paramLabel = "TOKENS", description = "Mean output sequence length.")
    private double osl;

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        check("--requests", requests, 0);
        check("--isl", isl, 1);
        check("--osl", osl, 1);
        PlannerConfig loaded = ConfigLoader.load(config, FlagArguments.parse(flags), Map.of());
        PlannerSettings settings = SettingsFactory.of(loaded);
        var assembly = new PlannerAssembly(settings, ProfileReader.read(profilePath(loaded)));
        double seconds = settings.window().toMillis() / 1000.0;
        print(assembly, Demand.of(requests, isl, osl, seconds));
        return ExitCode.OK;
    }

    private static void check(String option, double value, double least) {
        if (!Double.isFinite(value) || value < least || value > 1e12) {
            throw new BadInput(option + " = " + value + " must be a number from " + (long) least
                    + " to 1000000000000; correct the value");
        }
    }

    /** A profile directory in a configuration file is relative to that file, one on the command line to the caller. */
    private Path profilePath(PlannerConfig loaded) {
        return profile.orElseGet(() -> {
            Path named = Path.of(loaded.get(EngineModelFields.PROFILE_RESULTS_DIR));
            return config.map(Path::of)
                    .map(file -> file.toAbsolutePath().resolveSibling(named))
                    .filter(path -> path.toFile().isDirectory())
                    .orElse(named);
        });
    }

    private void print(PlannerAssembly assembly, Demand demand) {
        PrintWriter out = spec.commandLine().getOut();
        PlannerSettings settings = assembly.settings();
        out.printf(
                "%s requests of %s input and %s output tokens in %s s; targets TTFT %s ms, ITL %s ms; compatibility %s%n",
                plain(requests),
                plain(isl),
                plain(osl),
                plain(demand.windowSeconds()),
                plain(settings.ttftMs()),
                plain(settings.itlMs()),
                settings.compatibility().spelling());
        PerRole<Sizing> sizings = assembly.sizers().map((role, sizer) -> sizer.size(demand, 1.0));
        for (PerRole.Entry<Sizing> entry : sizings) {
            out.printf(
                    "%n%s, by %s%n",
                    entry.role(), assembly.sizers().get(entry.role()).rule());
            entry.value().derivation().forEach(line -> out.println("  " + line));
            if (entry.value() instanceof Sizing.Infeasible infeasible) {
                out.println("  INFEASIBLE: " + infeasible.why()
                        + (settings.sizing().infeasible() == Infeasible.HOLD
                                ? "; a running fleet is held at what it has, the count is the best effort"
                                : "; the count is the best effort"));
            }
        }
        PerRole<Integer> wanted = sizings.map((role, sizing) ->
                Math.max(sizing.bestEffortReplicas(), settings.floors().get(role)));
        PerRole<Double> need = sizings.map((role, sizing) -> need(sizing));
        BudgetResult fitted = assembly.fit(wanted, wanted, need);
        out.println();
        for (Role role : wanted.roles()) {
            int target = fitted.targets().get(role);
            int gpus = settings.gpusPerEngine().get(role);
            out.printf(
                    "%-8s %d replicas (%d GPUs)%s%n",
                    role,
                    target,
                    target * gpus,
                    target == wanted.get(role)
                            ? bound(sizings.get(role).bestEffortReplicas(), target)
                            : ", wanted " + wanted.get(role) + "; the budget of "
                                    + settings.grant().ceiling() + " GPUs binds");
        }
    }

    private static String bound(int sized, int target) {
        return sized < target ? ", the floor; the demand needs " + sized : "";
    }

    private static double need(Sizing sizing) {
        if (sizing instanceof Sizing.Sized sized) {
            return sized.exact();
        }
        return sizing instanceof Sizing.Infeasible infeasible ? infeasible.exact() : 0;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
