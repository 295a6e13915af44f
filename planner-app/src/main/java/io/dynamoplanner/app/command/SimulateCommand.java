package io.dynamoplanner.app.command;

import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.Terminal;
import io.dynamoplanner.app.simulate.Comparison;
import io.dynamoplanner.app.simulate.Comparison.Contender;
import io.dynamoplanner.app.simulate.Results;
import io.dynamoplanner.app.simulate.ScenarioOverrides;
import io.dynamoplanner.data.config.Finding;
import io.dynamoplanner.data.config.FlagArguments;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.trace.TraceReader;
import io.dynamoplanner.metrics.report.ProgressWriter;
import io.dynamoplanner.metrics.report.ResultTable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code planner simulate}: a trace, a planner and what it would have done. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = {
            "Plans recorded traffic, simulates it request by request, and reports the outcome.",
            "",
            "Beside the planner run the reference's arithmetic and two static fleets. Needs no cluster and no GPU."
        },
        footer = {
            "",
            "A scenario is a folder with a scenario.yaml; examples/ has some. Without one, --trace and --profile are needed.",
            "All flags of the planner are understood too and beat the file, for example --ttft 300 --max-gpu-budget 16.",
            "",
            "  planner simulate examples/azure-chat",
            "  planner simulate examples/azure-chat --speed-factor 0.8 --rate-scale 8",
            "  planner simulate --trace requests.csv.gz --profile my-profile --config planner.yaml"
        })
public final class SimulateCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "SCENARIO", description = "Folder with a scenario.yaml, or such a file.")
    private Optional<Path> scenario = Optional.empty();

    @Mixin
    private ScenarioOverrides overrides;

    @Option(
            names = "--policies",
            split = ",",
            paramLabel = "NAME",
            description = "What to run: ${COMPLETION-CANDIDATES}. Default: all of them.")
    private Set<Contender> contenders = EnumSet.allOf(Contender.class);

    @Option(names = "--out", paramLabel = "DIR", description = "Where the results go. Default: out/<scenario>.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--quiet", description = "No progress bar.")
    private boolean quiet;

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    private final Terminal terminal = Terminal.ofProcess();

    @Override
    public Integer call() throws IOException {
        PrintWriter screen = spec.commandLine().getOut();
        Scenario run = overrides.apply(scenario, FlagArguments.parse(flags));
        TraceReader.Result read = TraceReader.read(run.trace());
        read.findings().forEach(finding -> spec.commandLine().getErr().println("note: " + finding));
        run.config().findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.WARNING)
                .forEach(finding -> spec.commandLine().getErr().println("note: " + finding));
        Path target = out.orElseGet(() -> Path.of("out", name(run)));
        try (Results results = Results.open(target)) {
            var comparison = new Comparison(run, read.trace(), results::ledger);
            comparison
                    .profileFindings()
                    .forEach(finding -> spec.commandLine()
                            .getErr()
                            .println("note: " + run.profile().getFileName() + ": " + finding.message()));
            var record = comparison.run(contenders, progress());
            results.publish(record);
            screen.print(ResultTable.render(record, terminal.columns(), terminal.style()));
            record.policies().stream()
                    .filter(p -> p.summary().completed() < p.summary().requests())
                    .forEach(p -> screen.println(p.label() + " left "
                            + (p.summary().requests() - p.summary().completed())
                            + " requests unfinished; they count as missed, and its percentiles cover the others."));
            screen.println();
            screen.println("Report: " + target.resolve(Results.REPORT));
        }
        return ExitCode.OK;
    }

    private String name(Scenario run) {
        Path shown = scenario.orElse(run.trace()).toAbsolutePath().normalize();
        if (shown.endsWith("scenario.yaml") && shown.getParent() != null) {
            shown = shown.getParent();
        }
        Path last = shown.getFileName();
        return last == null ? "run" : last.toString().replaceAll("\\.(csv|jsonl)(\\.gz)?$|\\.ya?ml$", "");
    }

    private Comparison.Progress progress() {
        if (quiet) {
            return (fraction, text) -> {};
        }
        // System.err even when the command writes elsewhere: a bar belongs on the terminal or nowhere
        var stream = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        var writer = new ProgressWriter(stream, terminal.err(), terminal.columns(), terminal.errStyle());
        long start = System.nanoTime();
        return (fraction, text) -> {
            if (fraction >= 1) {
                writer.finish();
            } else {
                writer.update(fraction, (System.nanoTime() - start) / 1e9, text);
            }
        };
    }
}
