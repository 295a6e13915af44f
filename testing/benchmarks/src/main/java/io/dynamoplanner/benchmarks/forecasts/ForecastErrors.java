package io.dynamoplanner.benchmarks.forecasts;

import io.dynamoplanner.app.forecast.Contenders;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.series.SeriesReader;
import io.dynamoplanner.data.series.TrafficSeries;
import io.dynamoplanner.predict.backtest.BackTest;
import io.dynamoplanner.predict.backtest.Contender;
import io.dynamoplanner.predict.backtest.Score;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How wrong each predictor is one window ahead on every series of the examples: mean absolute error of the count and of both
 * lengths, as a multiple of the best of the reference's predictors on that series. Not a matter of time, so not of JMH: the same
 * table on every machine.
 */
public final class ForecastErrors {
    private static final double MUCH_WORSE = 1.05;
    /** Newest windows of a series that are run: the reference's arima looks back at all of them in each. */
    private static final int MOST = 1500;
    /** With the reference's default options; the last value is the same in the reference and here. */
    private static final Set<String> OF_THE_REFERENCE =
            Set.of("constant", "reference-kalman", "reference-arima", "reference-prophet");

    private static final Set<String> OURS = Set.of("kalman", "arima", "prophet", "adaptive", "auto");

    private final List<String> names = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /** @param errors mean absolute error per predictor, in the order of the names */
    private record Row(String series, List<Double> errors) {}

    private ForecastErrors() {}

    /**
     * Prints the table as Markdown, then what it comes to.
     *
     * @param directory holds the series, csv or gzipped csv
     * @throws IOException if the directory cannot be read
     */
    public static void print(Path directory, PrintStream out) throws IOException {
        var errors = new ForecastErrors();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().contains(".csv"))
                    .sorted()
                    .toList()) {
                System.err.println(file.getFileName());
                errors.measure(file);
            }
        }
        errors.table(out);
        out.println();
        errors.summary(out);
    }

    private void measure(Path file) {
        TrafficSeries series = SeriesReader.read(file);
        Duration window = Duration.ofNanos(Math.round(series.windowSeconds() * 1e9));
        Set<String> contended = new HashSet<>(OURS);
        contended.addAll(OF_THE_REFERENCE);
        List<Contender> contenders = Contenders.named(contended, window);
        List<Score> scores = new BackTest(1, BackTest.USUAL_SETTLE, () -> 0).run(contenders, newest(series.samples()));
        names.clear();
        scores.forEach(score -> names.add(score.name()));
        String name = String.valueOf(file.getFileName()).replaceAll("\\.csv(\\.gz)?$", "");
        add(name + " count", scores, Score::requestsError);
        add(name + " ISL", scores, Score::islError);
        add(name + " OSL", scores, Score::oslError);
    }

    private static List<TrafficSample> newest(List<TrafficSample> samples) {
        return samples.subList(Math.max(0, samples.size() - MOST), samples.size());
    }

    private void add(String series, List<Score> scores, ToDoubleFunction<Score> error) {
        rows.add(new Row(series, scores.stream().mapToDouble(error).boxed().toList()));
    }

    private double best(Row row) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < names.size(); i++) {
            if (OF_THE_REFERENCE.contains(names.get(i))) {
                best = Math.min(best, row.errors.get(i));
            }
        }
        return best;
    }

    private void table(PrintStream out) {
        out.println("| series | best of the reference, MAE | " + String.join(" | ", names) + " |");
        out.println("|---|---|" + "---|".repeat(names.size()));
        for (Row row : rows) {
            double best = best(row);
            var line = new StringBuilder(String.format(Locale.ROOT, "| %s | %.4g |", row.series, best));
            for (double error : row.errors) {
                line.append(String.format(Locale.ROOT, " %.3f |", error / best));
            }
            out.println(line);
        }
    }

    private void summary(PrintStream out) {
        out.println("| predictor | below the best of the reference | above 1.05 of it | worst | geometric mean |");
        out.println("|---|---|---|---|---|");
        for (int i = 0; i < names.size(); i++) {
            int below = 0;
            int above = 0;
            double worst = 0;
            double logs = 0;
            for (Row row : rows) {
                double ratio = row.errors.get(i) / best(row);
                below += ratio < 1 ? 1 : 0;
                above += ratio > MUCH_WORSE ? 1 : 0;
                worst = Math.max(worst, ratio);
                logs += Math.log(ratio);
            }
            out.printf(
                    Locale.ROOT,
                    "| %s | %d of %d | %d | %.3f | %.3f |%n",
                    names.get(i),
                    below,
                    rows.size(),
                    above,
                    worst,
                    Math.exp(logs / rows.size()));
        }
    }
}
