package io.dynamoplanner.benchmarks;

import io.dynamoplanner.benchmarks.arima.ArimaTimes;
import io.dynamoplanner.benchmarks.coverage.Coverage;
import io.dynamoplanner.benchmarks.decisions.DecisionBench;
import io.dynamoplanner.benchmarks.forecasts.ForecastErrors;
import io.dynamoplanner.benchmarks.process.RunMeasurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.opentest4j.TestAbortedException;

/**
 * Runs one suite. A suite of times is a sub-package of this one: {@code core} runs every benchmark of
 * {@code io.dynamoplanner.benchmarks.core} and prints a line for each. The others measure something else and have arguments
 * of their own. Progress goes to standard error, tables to standard output.
 */
public final class Main {
    private static final int BAD_USAGE = 2;
    private static final OutputFormat SILENT = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);

    private Main() {}

    /** A suite that is not about the times of methods. */
    @FunctionalInterface
    private interface Suite {
        /** Returns whether the arguments were right. */
        boolean run(Path home, List<String> args) throws IOException;
    }

    private static final Map<String, Suite> OTHERS = new TreeMap<>(Map.of(
            "arima", Main::arima,
            "coverage", Main::coverage,
            "decisions", Main::decisions,
            "forecasts", Main::forecasts,
            "run", Main::program));

    private static final Map<String, String> USAGE = new TreeMap<>(Map.of(
            "arima", "processor time of our arima on each recorded series",
            "coverage [DIRECTORY [PREDICTOR]]", "how well the demand keeps the quantile that it states",
            "decisions [--quick] [--reference RELEASE] [--interval S] [--out DIR]",
                    "the planner against the reference, autoscalers and an oracle, on recorded traffic",
            "forecasts", "errors of the predictors on examples/series",
            "run [--quick]", "the program as a process, beside real servers"));

    /** Exit codes: 0 done, 1 a benchmark failed, 2 wrong arguments. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        if (args.contains("-h") || args.contains("--help")) {
            usage().forEach(System.out::println);
            return 0;
        }
        String suite = args.isEmpty() ? "" : args.get(0);
        Path home = Path.of(System.getenv().getOrDefault("PLANNER_HOME", ".")).toAbsolutePath();
        try {
            List<String> rest = args.subList(Math.min(1, args.size()), args.size());
            Suite other = OTHERS.get(suite);
            boolean understood = other == null ? times(suite, rest) : other.run(home, rest);
            if (!understood) {
                usage().forEach(System.err::println);
            }
            return understood ? 0 : BAD_USAGE;
        } catch (RunnerException | IOException | IllegalStateException | TestAbortedException e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private static List<String> usage() {
        List<String> lines = new ArrayList<>();
        lines.add("usage: planner bench SUITE [--quick]");
        timed().forEach(suite -> lines.add("  " + suite + " [--quick]: times of methods"));
        USAGE.forEach((form, what) -> lines.add(String.format("  %s: %s", form, what)));
        return lines;
    }

    private static boolean arima(Path home, List<String> args) throws IOException {
        if (!args.isEmpty()) {
            return false;
        }
        ArimaTimes.print(home, System.out);
        return true;
    }

    private static boolean coverage(Path home, List<String> args) throws IOException {
        if (args.size() > 2) {
            return false;
        }
        Coverage.run(args.isEmpty() ? series(home) : Path.of(args.get(0)), args.size() > 1 ? args.get(1) : "adaptive");
        return true;
    }

    private static Path series(Path home) {
        return home.resolve("examples").resolve("series");
    }

    private static boolean decisions(Path home, List<String> args) throws IOException {
        Optional<DecisionBench.Options> options = DecisionBench.options(args);
        if (options.isPresent()) {
            new DecisionBench(home.resolve("examples"), options.get()).run(System.out, System.err);
        }
        return options.isPresent();
    }

    private static boolean forecasts(Path home, List<String> args) throws IOException {
        if (!args.isEmpty()) {
            return false;
        }
        ForecastErrors.print(series(home), System.out);
        return true;
    }

    /** The program that the launcher has built along with the benchmarks, under the Java that runs this. */
    private static boolean program(Path home, List<String> args) {
        boolean quick = args.equals(List.of("--quick"));
        if (!quick && !args.isEmpty()) {
            return false;
        }
        new RunMeasurement(home).print(quick ? 1 : 5);
        return true;
    }

    private static boolean times(String suite, List<String> args) throws RunnerException {
        boolean quick = args.equals(List.of("--quick"));
        if (!timed().contains(suite) || (!quick && !args.isEmpty())) {
            return false;
        }
        Precision precision = quick ? Precision.QUICK : Precision.FULL;
        String prefix = packageName() + "." + suite + ".";
        List<String> names =
                benchmarks().stream().filter(name -> name.startsWith(prefix)).toList();
        var rows = new ArrayList<ResultRow>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            System.err.printf("[%d/%d] %s%n", i + 1, names.size(), ResultRow.shortName(name));
            for (RunResult result : new Runner(precision.optionsFor(name), SILENT).run()) {
                rows.add(ResultRow.of(result));
            }
        }
        System.out.println(precision.description());
        ResultRow.table(rows).forEach(System.out::println);
        return true;
    }

    private static Set<String> timed() {
        var suites = new LinkedHashSet<String>();
        for (String name : benchmarks()) {
            String inside = name.substring(packageName().length() + 1);
            suites.add(inside.substring(0, inside.indexOf('.')));
        }
        return suites;
    }

    private static List<String> benchmarks() {
        return BenchmarkList.defaultList().getAll(SILENT, List.of()).stream()
                .map(BenchmarkListEntry::getUsername)
                .sorted()
                .toList();
    }

    private static String packageName() {
        return Main.class.getPackageName();
    }
}
