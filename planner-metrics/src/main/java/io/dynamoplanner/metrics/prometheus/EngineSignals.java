package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.TrafficScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What routers and engines say about their caches and about speculative decoding. A graph is registered under its runtime
 * namespace, which changes with a roll-out: the one in force counts if it has the series, else the next.
 */
final class EngineSignals {
    private final GraphAnswers answers;

    EngineSignals(GraphAnswers answers) {
        this.answers = answers;
    }

    /** The query for the inference engine of an endpoint; empty if it has none for speculative decoding. */
    static Optional<Topic> acceptTopic(TrafficScope.Endpoint endpoint) {
        return switch (endpoint.backend().toLowerCase(Locale.ROOT)) {
            case "vllm" -> Optional.of(Topic.ACCEPT_VLLM);
            case "sglang" -> Optional.of(Topic.ACCEPT_SGLANG);
            case "trtllm" -> Optional.of(Topic.ACCEPT_TRTLLM);
            default -> Optional.empty();
        };
    }

    Reading hitRate(boolean idle, Instant end, Duration limit) {
        Rows rows = inForce(
                answers.rows(
                        Topic.KV_HIT_RATE, SeriesKeys.router(answers.scope()), "dynamo_component_router_kv_hit_rate"),
                end);
        return Coverage.stale(rows, end, limit)
                .orElseGet(() -> Readings.mean(rows.sum("sum", end), rows.sum("count", end), 1, idle, "kv_hit_rate"));
    }

    Reading acceptLength(Instant end, Duration limit) {
        Optional<TrafficScope.Endpoint> endpoint = answers.scope().decodeEndpoint();
        Optional<Topic> topic = endpoint.flatMap(EngineSignals::acceptTopic);
        if (topic.isEmpty()) {
            return Reading.unknown(
                    Cause.NOT_OBSERVED,
                    endpoint.map(e -> "no metric of speculative decoding is known for " + e.backend())
                            .orElse("where decode engines are registered is not known"),
                    end);
        }
        Rows rows = inForce(
                answers.rows(topic.get(), SeriesKeys.workers(answers.scope(), endpoint.get()), "speculative decoding"),
                end);
        Optional<Reading> stale = Coverage.stale(rows, end, limit);
        if (stale.isPresent()) {
            return stale.get();
        }
        Reading mean = Readings.mean(rows.sum("sum", end), rows.sum("count", end), 1, false, "speculative decoding");
        if (!mean.isKnown()) {
            return mean;
        }
        // vLLM counts the tokens accepted besides the one that every pass yields.
        double length = mean.value().orElseThrow() + (topic.get() == Topic.ACCEPT_VLLM ? 1 : 0);
        return length >= 1
                ? Reading.of(length, end)
                : Reading.unknown(
                        Cause.NOT_OBSERVED,
                        "engines report an accept length of " + length + ": they do not speculate",
                        end);
    }

    /** Rows of the first namespace that has any at that time. */
    private Rows inForce(Rows rows, Instant end) {
        for (String namespace : SeriesKeys.namespaces(answers.scope())) {
            String canonical = SeriesKeys.canonical(namespace);
            Rows there = rows.where(s ->
                    SeriesKeys.canonical(s.label(SeriesKeys.RUNTIME_NAMESPACE)).equals(canonical));
            if (there.least("newest", end).isKnown()) {
                return there;
            }
        }
        return rows;
    }
}
