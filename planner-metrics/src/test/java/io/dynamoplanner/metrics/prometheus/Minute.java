package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.testing.prometheus.OpenMetricsText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Counters that stood at zero, rose in the minute from {@link #START}, and stand since. */
final class Minute {
    static final double START = 300;
    static final double SECONDS = 60;

    private static final double LAST = 600;
    private static final Duration SCRAPE = Duration.ofSeconds(15);
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"([^\"]*)\"");

    private Minute() {}

    static void counter(OpenMetricsText text, String name, Map<String, String> labels, double gain) {
        text.series(name, labels, Frontend.EPOCH, SCRAPE, values(gain, 0));
    }

    static void histogram(OpenMetricsText text, String name, Map<String, String> labels, double sum, double count) {
        counter(text, name + "_sum", labels, sum);
        counter(text, name + "_count", labels, count);
    }

    /**
     * The buckets of a histogram.
     *
     * @param gains cumulated, by bound as it is spelled
     */
    static void buckets(OpenMetricsText text, String name, Map<String, String> labels, Map<String, Double> gains) {
        gains.forEach((le, gain) -> {
            var own = new HashMap<>(labels);
            own.put("le", le);
            counter(text, name + "_bucket", own, gain);
        });
    }

    static void gauge(OpenMetricsText text, String name, Map<String, String> labels, double value) {
        text.series(name, labels, Frontend.EPOCH, SCRAPE, values(0, value));
    }

    /** A recorded exposition as what was gained in the minute. */
    static void exposition(OpenMetricsText text, String resource, Map<String, String> target) {
        try (var in = Objects.requireNonNull(Minute.class.getResourceAsStream(resource), resource);
                var lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher sample = LINE.matcher(line);
                if (sample.matches()) {
                    var labels = new HashMap<String, String>();
                    LABEL.matcher(Objects.requireNonNullElse(sample.group(2), ""))
                            .results()
                            .forEach(label -> labels.put(label.group(1), label.group(2)));
                    target.forEach(labels::putIfAbsent);
                    double value = Double.parseDouble(sample.group(3));
                    if (sample.group(1).equals("up")) {
                        gauge(text, "up", labels, value);
                    } else {
                        counter(text, sample.group(1), labels, value);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] values(double gain, double base) {
        int n = (int) (LAST / SCRAPE.toSeconds()) + 1;
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            double share = (i * SCRAPE.toSeconds() - START) / SECONDS;
            values[i] = base + gain * Math.max(0, Math.min(1, share));
        }
        return values;
    }
}
