package io.dynamoplanner.predict;

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

/** What the reference forecast on nine series, as recorded. */
record ReferenceRuns(Map<String, List<Double>> series, List<Run> runs) {

    /** One predictor on one series. */
    record Run(String series, String predictor, boolean log1p, KalmanParameters parameters, List<Forecast> forecasts) {
        @Override
        public String toString() {
            return predictor + (log1p ? " log1p " : " ") + parameters + " on " + series + ", " + forecasts.size();
        }
    }

    /** What was forecast after the value at an index, and again when asked a second time. */
    record Forecast(int index, double point, double last, double again) {}

    static ReferenceRuns load() {
        Map<String, List<Double>> series = new LinkedHashMap<>();
        List<Run> runs = new ArrayList<>();
        try (InputStream file =
                        Objects.requireNonNull(ReferenceRuns.class.getResourceAsStream("reference-runs.csv.gz"));
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
                    runs.add(new Run(
                            cells.get(1),
                            cells.get(2),
                            Boolean.parseBoolean(cells.get(3)),
                            new KalmanParameters(
                                    real(cells, 4), real(cells, 5), real(cells, 6), Integer.parseInt(cells.get(7))),
                            new ArrayList<>()));
                } else if (!line.startsWith("#")) {
                    runs.get(runs.size() - 1)
                            .forecasts()
                            .add(new Forecast(
                                    Integer.parseInt(cells.get(0)), real(cells, 1), real(cells, 2), real(cells, 3)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ReferenceRuns(series, runs);
    }

    private static double real(List<String> cells, int index) {
        return Double.parseDouble(cells.get(index));
    }
}
