package io.dynamoplanner.predict.arima;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** What the reference's arima forecast on nine series, as recorded. */
record ArimaRuns(Map<String, List<Double>> series, List<Run> runs) {

    /** One predictor on one series; warm runs were fed so many values before the first forecast. */
    record Run(String series, boolean log1p, String first, List<Forecast> forecasts) {
        @Override
        public String toString() {
            return series + (log1p ? " log1p" : " raw") + (first.isEmpty() ? "" : " from " + first) + ", "
                    + forecasts.size();
        }
    }

    /** What was forecast after the value at an index. */
    record Forecast(int index, double point, double last) {}

    static ArimaRuns load() {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        List<Run> runs = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(ArimaRuns.class.getResourceAsStream("arima-runs.csv.gz"));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> cells = Arrays.asList(line.split(",", -1));
                if (cells.get(0).equals("series")) {
                    series.put(
                            cells.get(1),
                            cells.subList(2, cells.size()).stream()
                                    .map(Double::valueOf)
                                    .toList());
                } else if (cells.get(0).equals("run")) {
                    runs.add(
                            new Run(cells.get(1), Boolean.parseBoolean(cells.get(3)), cells.get(4), new ArrayList<>()));
                } else if (!line.startsWith("#")) {
                    runs.get(runs.size() - 1)
                            .forecasts()
                            .add(new Forecast(
                                    Integer.parseInt(cells.get(0)),
                                    Double.parseDouble(cells.get(1)),
                                    Double.parseDouble(cells.get(2))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ArimaRuns(series, runs);
    }
}
