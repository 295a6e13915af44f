package io.dynamoplanner.benchmarks.decisions;

import io.dynamoplanner.app.simulate.Arena;
import io.dynamoplanner.app.simulate.ParallelRuns;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.metrics.report.ProgressWriter;
import io.dynamoplanner.metrics.report.TerminalStyle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How good the decisions are: the planner against the reference, autoscalers and an oracle, on the traffic of the examples. */
public final class DecisionBench {
    private static final List<Integer> STARTUPS_S = List.of(30, 60, 120, 180);
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L);

    private final Path examples;
    private final Options options;

    /**
     * @param quick a few cells only
     * @param release release of the reference
     * @param intervalS planning interval of planner and reference, s
     * @param out where the CSV files go
     */
    public record Options(boolean quick, Compatibility release, int intervalS, Path out) {}

    /** @param examples the folder of the examples */
    public DecisionBench(Path examples, Options options) {
        this.examples = examples;
        this.options = options;
    }

    /** Runs everything; the table goes to {@code out}, progress to {@code err}. */
    public void run(PrintStream out, PrintStream err) throws IOException {
        long start = System.nanoTime();
        var writer = new ProgressWriter(err, System.getenv("TERM") != null, 100, TerminalStyle.PLAIN);
        List<ParallelRuns.Job<List<Outcome>>> jobs = jobs();
        List<List<Outcome>> results = ParallelRuns.run(
                jobs,
                ParallelRuns.USUAL_THREADS,
                done -> writer.update(done, (System.nanoTime() - start) / 1e9, jobs.size() + " cells"));
        writer.finish();
        List<Outcome> outcomes = results.stream().flatMap(List::stream).toList();
        out.print(DecisionTable.render(outcomes));
        Files.createDirectories(options.out());
        Files.writeString(options.out().resolve("decisions.csv"), DecisionCsv.outcomes(outcomes));
        Files.writeString(options.out().resolve("decision-runs.csv"), DecisionCsv.runs(outcomes));
        out.printf(
                Locale.ROOT,
                "%d cells in %.0f s. Raw numbers: %s%n",
                jobs.size(),
                (System.nanoTime() - start) / 1e9,
                options.out().resolve("decisions.csv"));
    }

    private List<ParallelRuns.Job<List<Outcome>>> jobs() {
        var jobs = new ArrayList<ParallelRuns.Job<List<Outcome>>>();
        List<String> fewTraces = List.of("azure-chat", "long-context");
        for (TraceCase one : TraceCase.ALL) {
            if (options.quick() && !fewTraces.contains(one.name())) {
                continue;
            }
            Trace trace = one.trace(examples);
            double rate = one.rate(examples, trace);
            int budget = one.budget(examples, trace, rate);
            for (int startupS : options.quick() ? List.of(60, 180) : STARTUPS_S) {
                for (long seed : options.quick() ? List.of(1L) : SEEDS) {
                    jobs.add(listener -> {
                        var arena = new Arena(
                                one.scenario(examples, rate, startupS, seed, budget, options.intervalS()), trace);
                        Cell cell = Cell.of(one.name(), startupS, seed, arena);
                        return new CellRun(cell, options.release(), listener).outcomes();
                    });
                }
            }
        }
        return jobs;
    }

    /** Reads the arguments after the name of the suite; empty if they are wrong. */
    public static Optional<Options> options(List<String> args) {
        boolean quick = false;
        Compatibility release = Compatibility.V1_0;
        int interval = 60;
        Path out = Path.of("out", "bench");
        for (int i = 0; i < args.size(); i++) {
            String value = i + 1 < args.size() ? args.get(i + 1) : "";
            switch (args.get(i)) {
                case "--quick" -> quick = true;
                case "--reference" -> {
                    i++;
                    var known = Arrays.stream(Compatibility.values())
                            .filter(one ->
                                    one != Compatibility.NONE && one.spelling().equals(value))
                            .findFirst();
                    if (known.isEmpty()) {
                        return Optional.empty();
                    }
                    release = known.get();
                }
                case "--interval" -> {
                    i++;
                    if (!value.matches("[1-9][0-9]{0,3}")) {
                        return Optional.empty();
                    }
                    interval = Integer.parseInt(value);
                }
                case "--out" -> {
                    i++;
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    out = Path.of(value);
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Options(quick, release, interval, out));
    }
}
