package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.traffic.LatencyTargets;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.metrics.prometheus.FakePrometheus.Question;
import io.dynamoplanner.metrics.prometheus.FakePrometheus.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Answers of a server on which nothing is wrong, for one graph. A test changes single values of it.
 *
 * @param namespace value of the namespace label that the series have
 * @param values what each part of each query says
 */
record HealthyServer(String namespace, Instant end, Map<String, String> values) {
    static final String NAMESPACE = "prod-foo";

    /** What is read from it. */
    static final Map<Signal, Double> TRUTH = Map.of(
            Signal.REQUESTS, 120.0,
            Signal.ISL, 700.0,
            Signal.OSL, 40.0,
            Signal.TTFT, 58.0,
            Signal.ITL, 6.0,
            Signal.TTFT_INSIDE, 0.75,
            Signal.ITL_INSIDE, 0.5,
            Signal.REQUEST_DURATION, 0.3,
            Signal.KV_HIT_RATE, 0.25,
            Signal.ACCEPT_LENGTH, 2.5);

    static TrafficScope graph() {
        return new TrafficScope(
                new GraphId("prod", "foo"),
                NAMESPACE,
                List.of(),
                Optional.of("tiny"),
                false,
                Optional.of(new TrafficScope.Endpoint("vllm", "backend", "generate")),
                Optional.of(new LatencyTargets(60, 6)));
    }

    /** A server whose newest samples are 5 s older than the end of the window. */
    static HealthyServer at(Instant end) {
        var values = new TreeMap<String, String>();
        values.put("clock", seconds(end, 2));
        values.put("newest", seconds(end, -5));
        values.put("interval", "15");
        values.put("begun", "1");
        values.put("requests started", "120");
        histogram(values, "time_to_first_token_seconds", 120 * 0.058, 120);
        histogram(values, "inter_token_latency_seconds", 120 * 39 * 0.006, 120 * 39);
        buckets(values, "time_to_first_token_seconds", "0.05", 60, "0.07", 120, 120);
        buckets(values, "inter_token_latency_seconds", "0.006", 60 * 39, "0.0083", 119 * 39, 120 * 39);
        histogram(values, "request_duration_seconds", 120 * 0.3, 120);
        histogram(values, "input_sequence_tokens", 120 * 700.0, 120);
        histogram(values, "output_sequence_tokens", 120 * 40.0, 120);
        histogram(values, "kv_hit_rate", 30, 120);
        histogram(values, "spec_decode", 90, 60);
        return new HealthyServer(NAMESPACE, end, values);
    }

    static String seconds(Instant end, long after) {
        return String.valueOf(end.getEpochSecond() + after);
    }

    /** The same but for one value; an empty one is left out. */
    HealthyServer with(String name, String value) {
        var changed = new TreeMap<>(values);
        changed.put(name, value);
        return new HealthyServer(namespace, end, changed);
    }

    /** The same with one value for everything that is measured. */
    HealthyServer withAll(String value) {
        var changed = new TreeMap<>(values);
        changed.replaceAll((name, old) -> name.contains(" ") ? value : old);
        return new HealthyServer(namespace, end, changed);
    }

    /** The same with other labels. */
    HealthyServer namespace(String other) {
        return new HealthyServer(other, end, values);
    }

    Reply answer(Question question) {
        return Reply.vector(String.join(",", elements(question)));
    }

    private List<String> elements(Question question) {
        String query = question.query();
        if (query.equals(TrafficQueries.CLOCK)) {
            return List.of(element(Map.of(), values.getOrDefault("clock", "")));
        }
        if (query.startsWith("count by (__name__, model")) {
            return List.of(element(
                    Map.of(
                            "__name__",
                            "dynamo_frontend_requests_started_total",
                            "dynamo_namespace",
                            namespace,
                            "model",
                            "tiny"),
                    "1"));
        }
        var elements = new ArrayList<String>();
        if (query.contains("\"failing\"")) {
            part(elements, "newest", "newest");
            part(elements, "interval", "interval");
            part(elements, "begun", "begun");
            part(elements, "failing", "failing");
        } else if (query.contains("\"started\"")) {
            part(elements, "started", "requests started");
        } else {
            for (String name : values.keySet()) {
                List<String> words = List.of(name.split(" ", -1));
                if (query.contains("_bucket{") && words.get(0).equals("le") && query.contains(words.get(2))) {
                    String bound = words.get(1);
                    part(elements, "sum", name, Map.of("le", bound));
                    part(elements, "count", "buckets", Map.of("le", bound));
                }
            }
            for (String name : query.contains("_bucket{") ? Set.<String>of() : values.keySet()) {
                if (name.endsWith(" count") && query.contains(name.substring(0, name.indexOf(' ')))) {
                    part(elements, "sum", name.replace(" count", " sum"));
                    part(elements, "count", name);
                    part(elements, "newest", "newest");
                }
            }
        }
        return elements;
    }

    private void part(List<String> elements, String part, String name) {
        part(elements, part, name, Map.of());
    }

    private void part(List<String> elements, String part, String name, Map<String, String> more) {
        String value = values.getOrDefault(name, "");
        if (!value.isEmpty() && question(namespace)) {
            var labels = new TreeMap<>(more);
            labels.put("dynamo_namespace", namespace);
            labels.put("dynamo_component", "backend");
            labels.put("dynamo_endpoint", "generate");
            labels.put("model", "tiny");
            labels.put(Promql.PART, part);
            elements.add(element(labels, value));
        }
    }

    /** A real server would not select series of another namespace. */
    private static boolean question(String namespace) {
        return namespace.equals(NAMESPACE);
    }

    private String element(Map<String, String> labels, String value) {
        String metric = new TreeMap<>(labels)
                .entrySet().stream()
                        .map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
                        .collect(Collectors.joining(",", "{", "}"));
        return "{\"metric\":" + metric + ",\"value\":[" + end.getEpochSecond() + ",\"" + value + "\"]}";
    }

    private static void buckets(
            Map<String, String> values, String name, String low, double below, String high, double within, double all) {
        values.put("buckets", "1");
        values.put("le 0 " + name, "0");
        values.put("le " + low + " " + name, String.valueOf(below));
        values.put("le " + high + " " + name, String.valueOf(within));
        values.put("le +Inf " + name, String.valueOf(all));
    }

    private static void histogram(Map<String, String> values, String name, double sum, double count) {
        values.put(name + " sum", String.valueOf(sum));
        values.put(name + " count", String.valueOf(count));
    }
}
