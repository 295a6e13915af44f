package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a read said about one graph, topic by topic. */
final class GraphAnswers {
    private final TrafficScope scope;
    private final Map<Asked, QueryResult> results;
    private final Map<Topic, Rows> rows = new EnumMap<>(Topic.class);

    /** Which query: a topic, for graphs that are known in one way. */
    record Asked(Topic topic, SeriesKey.Way way) {}

    GraphAnswers(TrafficScope scope, Map<Asked, QueryResult> results) {
        this.scope = scope;
        this.results = new HashMap<>(results);
    }

    TrafficScope scope() {
        return scope;
    }

    boolean hasAsked(Topic topic, SeriesKey key) {
        return results.containsKey(new Asked(topic, key.way()));
    }

    /** Rows about the graph's model, and those that name no model. */
    Rows rows(Topic topic, SeriesKey key, String subject) {
        return rows.computeIfAbsent(topic, t -> {
            Rows all = allModels(t, key, subject);
            return scope.model()
                    .map(model -> all.where(
                            s -> s.label("model").isEmpty() || s.label("model").equalsIgnoreCase(model)))
                    .orElse(all);
        });
    }

    /** Rows about the graph, whatever their model. */
    Rows allModels(Topic topic, SeriesKey key, String subject) {
        QueryResult result = results.getOrDefault(
                new Asked(topic, key.way()), QueryResult.failed(QueryResult.Failure.STOPPED, "it was not asked for"));
        return Rows.of(result, s -> key.owns(s.labels()), subject + " of " + key.shown());
    }

    /** Why nothing can be said as long as the model of the graph is not known: there are several. */
    Optional<Reading> ambiguous(Rows all, Instant at) {
        Set<String> models = all.values("model");
        return scope.model().isPresent() || models.size() < 2
                ? Optional.empty()
                : Optional.of(Reading.unknown(
                        Cause.EMPTY,
                        "the model of the graph is not known and there are several: " + String.join(", ", models),
                        at));
    }

    /** The same unknown reading for each of some signals. */
    static void put(Map<Signal, Reading> readings, List<Signal> signals, Reading reading) {
        signals.forEach(signal -> readings.put(signal, reading));
    }
}
