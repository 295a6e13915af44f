package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.traffic.LatencyTargets;
import io.dynamoplanner.testing.prometheus.OpenMetricsText;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A frontend, and what a Prometheus server would have collected from it.
 *
 * @param target labels that the server gives its series; {@code instance} and {@code job} among them
 * @param scrapeSeconds scrape interval
 * @param firstScrape seconds after {@link #EPOCH}
 * @param lastScrape seconds after {@link #EPOCH}; nothing is collected later
 * @param admitted requests admitted until a time, in seconds after {@link #EPOCH}; where it is negative, the series does
 *     not exist yet; where it falls, the frontend was restarted
 * @param lengths what the requests are like
 */
record Frontend(
        Map<String, String> target,
        double scrapeSeconds,
        double firstScrape,
        double lastScrape,
        String model,
        DoubleUnaryOperator admitted,
        Lengths lengths) {
    /** When all scenes begin. */
    static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    /** All requests of a frontend are the same. */
    record Lengths(double isl, double osl, double ttft, double itl) {
        static final Lengths USUAL = new Lengths(700, 40, 0.058, 0.006);
        /** Each in the middle between two bounds of the histograms below, so that half is counted as inside. */
        static final LatencyTargets HALF = new LatencyTargets(60, 6);

        double duration() {
            return ttft + itl * (osl - 1);
        }
    }

    /** A frontend that is scraped every 15 s for an hour, and whose scrape configuration is as it should be. */
    static Frontend of(String namespace, String model, DoubleUnaryOperator admitted) {
        return new Frontend(target(namespace, namespace + "-0"), 15, 4, 3600, model, admitted, Lengths.USUAL);
    }

    static Map<String, String> target(String namespace, String instance) {
        return Map.of("dynamo_namespace", namespace, "instance", instance, "job", "frontends");
    }

    Frontend lengths(Lengths other) {
        return new Frontend(target, scrapeSeconds, firstScrape, lastScrape, model, admitted, other);
    }

    Frontend target(Map<String, String> other) {
        return new Frontend(other, scrapeSeconds, firstScrape, lastScrape, model, admitted, lengths);
    }

    Frontend scraped(double every, double first, double last) {
        return new Frontend(target, every, first, last, model, admitted, lengths);
    }

    static Instant at(double seconds) {
        return EPOCH.plus(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** All series, as a frontend of today has them. */
    void write(OpenMetricsText text) {
        writeUp(text, firstScrape, lastScrape, 1);
        writeStarted(text);
        writeRest(text);
    }

    /** All series but the one that older frontends lack. */
    void writeOld(OpenMetricsText text) {
        writeUp(text, firstScrape, lastScrape, 1);
        writeRest(text);
    }

    /** Whether the target could be scraped, between two times. */
    void writeUp(OpenMetricsText text, double first, double last, double up) {
        for (double t = firstScrape; t <= last; t += scrapeSeconds) {
            if (t >= first) {
                text.sample("up", target, at(t), up);
            }
        }
    }

    private void writeStarted(OpenMetricsText text) {
        Map<String, String> labels = Map.of("endpoint", "chat_completions", "request_type", "stream");
        write(text, "dynamo_frontend_requests_started_total", labels, n -> n);
    }

    private void writeRest(OpenMetricsText text) {
        Map<String, String> labels =
                Map.of("endpoint", "chat_completions", "request_type", "stream", "status", "success");
        write(text, "dynamo_frontend_requests_total", labels, n -> n);
        histogram(text, "input_sequence_tokens", n -> n, lengths.isl());
        histogram(text, "output_sequence_tokens", n -> n, lengths.osl());
        histogram(text, "time_to_first_token_seconds", n -> n, lengths.ttft());
        histogram(text, "inter_token_latency_seconds", n -> n * (lengths.osl() - 1), lengths.itl());
        double inf = Double.POSITIVE_INFINITY;
        buckets(text, "time_to_first_token_seconds", n -> n, lengths.ttft(), 0, 0.05, 0.07, 1, inf);
        buckets(
                text,
                "inter_token_latency_seconds",
                n -> n * (lengths.osl() - 1),
                lengths.itl(),
                0,
                0.005,
                0.007,
                0.1,
                inf);
        histogram(text, "request_duration_seconds", n -> n, lengths.duration());
    }

    private void buckets(OpenMetricsText text, String name, DoubleUnaryOperator count, double value, double... bounds) {
        for (double bound : bounds) {
            String le = Double.isInfinite(bound) ? "+Inf" : String.valueOf(bound);
            write(
                    text,
                    "dynamo_frontend_" + name + "_bucket",
                    Map.of("le", le),
                    n -> value <= bound ? count.applyAsDouble(n) : 0 * n);
        }
    }

    private void histogram(OpenMetricsText text, String name, DoubleUnaryOperator count, double mean) {
        write(text, "dynamo_frontend_" + name + "_sum", Map.of(), n -> count.applyAsDouble(n) * mean);
        write(text, "dynamo_frontend_" + name + "_count", Map.of(), count);
    }

    private void write(OpenMetricsText text, String name, Map<String, String> own, DoubleUnaryOperator of) {
        var labels = new HashMap<>(target);
        labels.putAll(own);
        labels.put("model", model);
        for (double t = firstScrape; t <= lastScrape; t += scrapeSeconds) {
            double n = admitted.applyAsDouble(t);
            if (!(n < 0)) {
                text.sample(name, labels, at(t), of.applyAsDouble(n));
            }
        }
    }
}
