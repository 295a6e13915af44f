package io.dynamoplanner.benchmarks;

import java.util.Map;

/** What the reference planner takes for the same operation, printed beside ours; keyed by {@code Class.method}. */
final class ReferenceFigures {
    private static final Map<String, String> FIGURES = Map.of(
            "Arima.fit500", "5.0 s",
            "Arima.updatePredict", "29 ms",
            "Arima.referenceFit500", "5.0 s",
            "Arima.referenceUpdatePredict", "29 ms",
            "Kalman.referenceArithmetic", "19 us",
            "Kalman.ours", "19 us",
            "Prophet.fitPredict1440Reference", "70 ms",
            "Prophet.fitPredict1440Ours", "70 ms",
            "Prophet.fitPredict50Reference", "111 ms",
            "Sizing.referenceArithmetic", "26 us",
            "Sizing.ours", "26 us",
            "Tick.forwardPasses", "1.74 ms",
            "Tick.release16", "1.74 ms");

    private ReferenceFigures() {}

    /** The figure as text, or an empty string where the reference has no such operation or was not measured. */
    static String of(String benchmark) {
        return FIGURES.getOrDefault(benchmark, "");
    }
}
