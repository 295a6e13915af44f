package io.dynamoplanner.benchmarks;

import io.dynamoplanner.benchmarks.decisions.DecisionBench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of one suite and prints one line for each.
 *
 * <p>A suite is a sub-package of this one: {@code core} runs every benchmark of {@code io.dynamoplanner.benchmarks.core}.
 * Progress goes to standard error and the table to standard output.
 */
public final class Main {
    private static final String USAGE = "usage: planner bench SUITE [--quick]\n"
            + "       planner bench decisions [--quick] [--reference RELEASE] [--interval S] [--out DIR]";
    private static final String DECISIONS = "decisions";
    private static final int BAD_USAGE = 2;
    private static final OutputFormat SILENT = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);

    private Main() {}

    /** Exit codes: 0 done, 1 a benchmark failed, 2 wrong arguments. */
    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        if (!args.isEmpty() && args.get(0).equals(DECISIONS)) {
            return decisions(args.subList(1, args.size()));
        }
        Precision precision = Precision.FULL;
        var suites = new ArrayList<String>();
        for (String arg : args) {
            switch (arg) {
                case "--quick" -> precision = Precision.QUICK;
                case "-h", "--help" -> {
                    System.out.println(USAGE);
                    System.out.println("suites: " + String.join(", ", suiteNames()));
                    return 0;
                }
                default -> suites.add(arg);
            }
        }
        if (suites.size() != 1 || !suiteNames().contains(suites.get(0))) {
            System.err.println(USAGE);
            System.err.println("suites: " + String.join(", ", suiteNames()));
            return BAD_USAGE;
        }
        try {
            measure(suites.get(0), precision);
            return 0;
        } catch (RunnerException e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private static int decisions(List<String> args) {
        Optional<DecisionBench.Options> options = DecisionBench.options(args);
        if (options.isEmpty()) {
            System.err.println(USAGE);
            return BAD_USAGE;
        }
        Path home = Path.of(System.getenv().getOrDefault("PLANNER_HOME", "."));
        try {
            new DecisionBench(home.resolve("examples"), options.get()).run(System.out, System.err);
            return 0;
        } catch (IOException e) {
            System.err.println("bench: cannot write the results: " + e.getMessage());
            return 1;
        }
    }

    private static void measure(String suite, Precision precision) throws RunnerException {
        List<String> names = benchmarksOf(suite);
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
    }

    private static List<String> benchmarksOf(String suite) {
        String prefix = packageName() + "." + suite + ".";
        return benchmarks().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    private static List<String> suiteNames() {
        Stream<String> measured = benchmarks().stream()
                .map(name -> name.substring(packageName().length() + 1))
                .map(name -> name.substring(0, name.indexOf('.')));
        return Stream.concat(measured, Stream.of(DECISIONS)).distinct().toList();
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
