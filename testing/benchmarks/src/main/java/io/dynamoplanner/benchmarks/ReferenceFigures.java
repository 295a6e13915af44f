package io.dynamoplanner.benchmarks;

import java.util.Map;

/** What the reference planner takes for the same operation, printed beside ours; keyed by {@code Class.method}. */
final class ReferenceFigures {
    private static final Map<String, String> FIGURES = Map.ofEntries(
            Map.entry("Arima.fit500", "5.0 s"),
            Map.entry("Arima.updatePredict", "29 ms"),
            Map.entry("Arima.referenceFit500", "5.0 s"),
            Map.entry("Arima.referenceUpdatePredict", "29 ms"),
            Map.entry("Kalman.referenceArithmetic", "19 us"),
            Map.entry("Kalman.ours", "19 us"),
            Map.entry("Prophet.fitPredict1440Reference", "70 ms"),
            Map.entry("Prophet.fitPredict1440Ours", "70 ms"),
            Map.entry("Prophet.fitPredict50Reference", "111 ms"),
            Map.entry("Sizing.referenceArithmetic", "26 us"),
            Map.entry("Sizing.ours", "26 us"),
            Map.entry("Tick.forwardPasses", "1.74 ms"),
            Map.entry("Tick.release16", "1.74 ms"));

    private ReferenceFigures() {}

    /** The figure as text, or an empty string where the reference has no such operation or was not measured. */
    static String of(String benchmark) {
        return FIGURES.getOrDefault(benchmark, "");
    }
}
