package io.dynamoplanner.benchmarks.arima;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.series.SeriesReader;
import io.dynamoplanner.predict.PredictorFamilies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What our arima takes on 500 values of each series: to choose an order and fit it, and to take in one value and forecast
 * once it has one. How many orders are tried, and how soon each is fitted, depends on the series by a factor of fifty, so a
 * single one says little.
 *
 * <p>Times are processor time of one thread, the median of several runs after a warm-up.
 */
public final class ArimaTimes {
    private static final int VALUES = 500;
    private static final int WARM_UPS = 8;
    private static final int FITS = 9;
    /** Fewer than from 500 values to the next choice of an order. */
    private static final int UPDATES = 90;

    private static final String RECORDED =
            "planner-predict/src/test/resources/io/dynamoplanner/predict/arima/arima-runs.csv.gz";

    private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    private final PrintStream out;

    /**
     * Times of one series, ns.
     *
     * @param fit an order is chosen from 500 values and fitted, and a forecast made
     * @param update one value more, and a forecast
     */
    private record Times(double fit, double update) {}

    private ArimaTimes(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints a Markdown table for the series on which agreement with the reference is tested, and one for the request counts
     * of the example series.
     *
     * @throws IOException if the series cannot be read
     */
    public static void print(Path home, PrintStream out) throws IOException {
        var times = new ArimaTimes(out);
        times.table("recorded series, repeated up to 500 values", recorded(home.resolve(RECORDED)));
        out.println();
        times.table("counts of `examples/series`", examples(home.resolve("examples/series")));
    }

    private static Map<String, double[]> recorded(Path file) throws IOException {
        var series = new LinkedHashMap<String, double[]>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> cells = Arrays.asList(line.split(",", -1));
                if (cells.get(0).equals("series")) {
                    series.put(
                            cells.get(1),
                            cells.stream()
                                    .skip(2)
                                    .mapToDouble(Double::parseDouble)
                                    .toArray());
                }
            }
        }
        return series;
    }

    private static Map<String, double[]> examples(Path directory) throws IOException {
        var series = new LinkedHashMap<String, double[]>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().contains(".csv"))
                    .sorted()
                    .toList()) {
                series.put(
                        String.valueOf(file.getFileName()).replaceAll("\\.csv(\\.gz)?$", ""),
                        SeriesReader.read(file).samples().stream()
                                .mapToDouble(TrafficSample::requests)
                                .toArray());
            }
        }
        return series;
    }

    private void table(String title, Map<String, double[]> series) {
        for (int i = 0; i < WARM_UPS; i++) {
            series.values().forEach(values -> measure(values, 1));
        }
        out.printf("| %s | order and fit, ms | update and forecast, µs |%n|---|---|---|%n", title);
        var fits = new double[series.size()];
        var updates = new double[series.size()];
        int row = 0;
        for (Map.Entry<String, double[]> entry : series.entrySet()) {
            Times times = measure(entry.getValue(), FITS);
            line(entry.getKey(), times.fit, times.update);
            fits[row] = times.fit;
            updates[row] = times.update;
            row++;
        }
        line("**median**", median(fits), median(updates));
        line("**worst**", fits[row - 1], updates[row - 1]);
    }

    private void line(String name, double fit, double update) {
        out.printf(Locale.ROOT, "| %s | %.1f | %.1f |%n", name, fit / 1e6, update / 1e3);
    }

    private Times measure(double[] values, int fits) {
        Predictor before = PredictorFamilies.ours("arima", false).fresh();
        int next = 0;
        // leading zeros are not stored
        while (before.points() < VALUES - 1) {
            before = before.observe(values[next++ % values.length]);
        }
        // what holds the values has not been asked, so the order is chosen from scratch each time
        double last = values[next++ % values.length];
        var fit = new double[fits];
        Predictor fitted = before;
        for (int i = 0; i < fits; i++) {
            long start = clock.getCurrentThreadCpuTime();
            fitted = before.observe(last);
            fitted.predict(1);
            fit[i] = clock.getCurrentThreadCpuTime() - start;
        }
        var update = new double[UPDATES];
        for (int i = 0; i < UPDATES; i++) {
            double value = values[next++ % values.length];
            long start = clock.getCurrentThreadCpuTime();
            fitted = fitted.observe(value);
            fitted.predict(1);
            update[i] = clock.getCurrentThreadCpuTime() - start;
        }
        return new Times(median(fit), median(update));
    }

    /** Sorts. */
    private static double median(double[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
