package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.WindowSpan;
import io.dynamoplanner.metrics.prometheus.GraphAnswers.Asked;
import io.dynamoplanner.metrics.prometheus.SeriesKey.Way;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The queries of one read: one for each topic, and for each way in which graphs are known. Buckets are asked for with a
 * single window only: nobody learns from those of the past, and a history of them takes long.
 */
final class ReadPlan {
    private static final Asked CLOCK = new Asked(Topic.CLOCK, Way.ROUTER);

    private final WindowSpan span;
    private final Map<Asked, String> expressions = new LinkedHashMap<>();

    ReadPlan(TrafficMetrics metrics, Map<GraphId, SeriesKey> frontends, List<TrafficScope> scopes, WindowSpan span) {
        this.span = span;
        var queries = new TrafficQueries(span.length());
        List<TrafficScope> aimed = span.count() > 1
                ? List.of()
                : scopes.stream().filter(scope -> scope.targets().isPresent()).toList();
        var routers = new Selection(scopes.stream().map(SeriesKeys::router).toList());
        if (metrics == TrafficMetrics.ROUTER) {
            queries.router(routers).forEach((topic, text) -> expressions.put(new Asked(topic, Way.ROUTER), text));
            add(
                    queries,
                    metrics,
                    aimed.stream()
                            .filter(scope -> !scope.disaggregated())
                            .map(SeriesKeys::router)
                            .toList());
        } else {
            byWay(frontends.values())
                    .forEach((way, selection) -> queries.frontend(selection)
                            .forEach((topic, text) -> expressions.put(new Asked(topic, way), text)));
            Set<GraphId> aiming = aimed.stream().map(TrafficScope::graph).collect(Collectors.toSet());
            add(
                    queries,
                    metrics,
                    frontends.entrySet().stream()
                            .filter(graph -> aiming.contains(graph.getKey()))
                            .map(Map.Entry::getValue)
                            .toList());
        }
        expressions.put(new Asked(Topic.KV_HIT_RATE, Way.ROUTER), queries.hitRate(routers));
        workers(scopes)
                .forEach((topic, selection) ->
                        expressions.put(new Asked(topic, Way.WORKER), queries.acceptLength(topic, selection)));
    }

    private void add(TrafficQueries queries, TrafficMetrics metrics, List<SeriesKey> aimed) {
        byWay(aimed)
                .forEach((way, selection) -> queries.buckets(metrics, selection)
                        .forEach((topic, text) -> expressions.put(new Asked(topic, way), text)));
    }

    Map<Asked, QueryResult> ask(PrometheusClient.Batch batch) {
        var asked = new ArrayList<Asked>();
        var queries = new ArrayList<PrometheusQuery>();
        asked.add(CLOCK);
        queries.add(PrometheusQuery.now(TrafficQueries.CLOCK));
        expressions.forEach((topic, text) -> {
            asked.add(topic);
            queries.add(
                    span.count() == 1
                            ? PrometheusQuery.at(text, span.end())
                            : new PrometheusQuery.Over(text, span.startOf(1), span.end(), span.length()));
        });
        List<QueryResult> answers = batch.ask(queries);
        var results = new LinkedHashMap<Asked, QueryResult>();
        for (int i = 0; i < asked.size(); i++) {
            results.put(asked.get(i), answers.get(i));
        }
        return results;
    }

    QueryResult clock(Map<Asked, QueryResult> results) {
        return results.getOrDefault(CLOCK, QueryResult.failed(QueryResult.Failure.STOPPED, "it was not asked for"));
    }

    private static Map<Way, Selection> byWay(Collection<SeriesKey> keys) {
        var grouped = new EnumMap<Way, List<SeriesKey>>(Way.class);
        keys.forEach(
                k -> grouped.computeIfAbsent(k.way(), w -> new ArrayList<>()).add(k));
        var selections = new EnumMap<Way, Selection>(Way.class);
        grouped.forEach((way, same) -> selections.put(way, new Selection(same)));
        return selections;
    }

    private static Map<Topic, Selection> workers(List<TrafficScope> scopes) {
        var grouped = new EnumMap<Topic, List<SeriesKey>>(Topic.class);
        for (TrafficScope scope : scopes) {
            scope.decodeEndpoint()
                    .ifPresent(endpoint -> EngineSignals.acceptTopic(endpoint)
                            .ifPresent(topic -> grouped.computeIfAbsent(topic, t -> new ArrayList<>())
                                    .add(SeriesKeys.workers(scope, endpoint))));
        }
        var selections = new EnumMap<Topic, Selection>(Topic.class);
        grouped.forEach((topic, keys) -> selections.put(topic, new Selection(keys)));
        return selections;
    }
}
