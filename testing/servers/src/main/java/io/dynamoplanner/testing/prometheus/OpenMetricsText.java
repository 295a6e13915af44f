package io.dynamoplanner.testing.prometheus;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Samples with their times, in the text form that Prometheus can read back into its database. */
public final class OpenMetricsText {
    private final StringBuilder lines = new StringBuilder();

    /**
     * Adds samples of one series at equal distances.
     *
     * @param name with its suffix: {@code requests_total}
     * @param from time of the first value
     */
    public OpenMetricsText series(
            String name, Map<String, String> labels, Instant from, Duration step, double... values) {
        Instant at = from;
        for (double value : values) {
            sample(name, labels, at, value);
            at = at.plus(step);
        }
        return this;
    }

    /** Adds one sample. NaN and infinities are values like others. */
    public OpenMetricsText sample(String name, Map<String, String> labels, Instant at, double value) {
        String label = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=\"" + escaped(entry.getValue()) + "\"")
                        .collect(Collectors.joining(",", "{", "}"));
        BigDecimal seconds = BigDecimal.valueOf(at.toEpochMilli(), 3);
        lines.append(name).append(label).append(' ').append(text(value)).append(' ');
        lines.append(seconds.toPlainString()).append('\n');
        return this;
    }

    /** The whole text with its end mark. */
    @Override
    public String toString() {
        return lines + "# EOF\n";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String text(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}
