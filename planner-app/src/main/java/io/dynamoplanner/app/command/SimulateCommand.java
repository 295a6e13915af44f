package io.dynamoplanner.app.command;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.Terminal;
import io.dynamoplanner.app.simulate.Comparison;
import io.dynamoplanner.app.simulate.Contender;
import io.dynamoplanner.app.simulate.ParallelRuns;
import io.dynamoplanner.app.simulate.Results;
import io.dynamoplanner.app.simulate.ScenarioOverrides;
import io.dynamoplanner.app.simulate.Sweep;
import io.dynamoplanner.core.run.SweepRecord;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.Finding;
import io.dynamoplanner.data.config.FlagArguments;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.data.trace.TraceReader;
import io.dynamoplanner.metrics.report.ProgressWriter;
import io.dynamoplanner.metrics.report.ResultTable;
import io.dynamoplanner.metrics.report.SweepTable;
import io.dynamoplanner.sim.engine.ForwardPasses;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
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
            "  planner simulate examples/azure-chat --outage 600-1200 --worker-loss decode:2@900",
            "  planner simulate examples/azure-chat --compare ours,hpa-queue,oracle --sweep startup=30s,120s",
            "  planner simulate --trace requests.csv.gz --profile my-profile --config planner.yaml"
        })
public final class SimulateCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "SCENARIO", description = "Folder with a scenario.yaml, or such a file.")
    private Optional<Path> scenario = Optional.empty();

    @Mixin
    private ScenarioOverrides overrides;

    @Option(
            names = {"--compare", "--policies"},
            split = ",",
            paramLabel = "NAME",
            converter = Named.class,
            completionCandidates = Named.class,
            description =
                    "What to run: ${COMPLETION-CANDIDATES}. Default: planner, reference, static-peak, static-mean.")
    private Set<Contender> contenders = Contender.USUAL;

    @Option(
            names = "--reference",
            paramLabel = "RELEASE",
            defaultValue = "1.0",
            description = "Release of the reference that is compared: 0.6, 1.0 or 1.6. Default: ${DEFAULT-VALUE}.")
    private String release = "1.0";

    @Option(
            names = "--sweep",
            paramLabel = "NAME=V,V",
            description = "Varies startup, target, ttft, itl, interval, rate, speed, delay or seed; repeatable.")
    private List<String> sweep = new ArrayList<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Variations of a sweep at a time. Default: 2, or 1 where there is one core.")
    private int threads = ParallelRuns.USUAL_THREADS;

    @Option(
            names = "--forward-passes",
            description = "Writes every forward pass of the planner's run to passes.csv.gz.")
    private boolean forwardPasses;

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
        Map<String, String> given = FlagArguments.parse(flags);
        Scenario run = overrides.apply(scenario, given);
        TraceReader.Result read = TraceReader.read(run.trace());
        read.findings().forEach(finding -> spec.commandLine().getErr().println("note: " + finding));
        run.config().findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.WARNING)
                .forEach(finding -> spec.commandLine().getErr().println("note: " + finding));
        Path target = out.orElseGet(() -> Path.of("out", name(run)));
        Compatibility reference = reference();
        if (!sweep.isEmpty()) {
            return sweep(given, read.trace(), reference, target);
        }
        try (Results results = Results.open(target)) {
            ForwardPasses passes = forwardPasses ? results.passes() : ForwardPasses.NONE;
            var comparison = new Comparison(run, read.trace(), reference, results::ledger, passes);
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

    private int sweep(Map<String, String> given, Trace trace, Compatibility reference, Path target) throws IOException {
        if (threads < 1) {
            throw new BadInput("--threads = " + threads + " must be at least 1; correct the value");
        }
        var variations = new Sweep(sweep, more -> {
            Map<String, String> all = new TreeMap<>(given);
            all.putAll(more);
            return overrides.apply(scenario, all);
        });
        try (Results results = Results.open(target)) {
            SweepRecord record = variations.run(trace, contenders, reference, threads, progress());
            results.publish(record);
            PrintWriter screen = spec.commandLine().getOut();
            screen.print(SweepTable.render(record));
            screen.println();
            screen.println("Raw numbers: " + target.resolve(Results.SWEEP));
        }
        return ExitCode.OK;
    }

    private Compatibility reference() {
        return Arrays.stream(Compatibility.values())
                .filter(one -> one != Compatibility.NONE && one.spelling().equals(release))
                .findFirst()
                .orElseThrow(() -> new BadInput("--reference = " + release + " is no release; use 0.6, 1.0 or 1.6"));
    }

    /** The contenders by their names. */
    static final class Named implements ITypeConverter<Contender>, Iterable<String> {
        @Override
        public Contender convert(String name) {
            try {
                return Contender.named(name);
            } catch (BadInput unknown) {
                throw new TypeConversionException(String.valueOf(unknown.getMessage()));
            }
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Contender.values()).map(Contender::toString).iterator();
        }
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
