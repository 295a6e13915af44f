package io.dynamoplanner.metrics.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What traffic metrics a server has, of all graphs: two queries, whatever the number of graphs.
 *
 * @param frontends labels of the series that frontends have; {@code __name__} is the metric
 * @param runtime labels of the series that routers and workers have
 */
record Survey(List<Map<String, String>> frontends, List<Map<String, String>> runtime) {
    private static final String NAME = "__name__";
    private static final String STARTED = "dynamo_frontend_requests_started_total";
    private static final String COMPLETED = "dynamo_frontend_requests_total";
    /** Counters of requests, and series that a frontend has before the first request. */
    private static final String FRONTEND_NAMES = "dynamo_frontend_(requests_started_total|requests_total|"
            + "inflight_requests|queued_requests|disconnected_clients|model_ready|model_context_length)";

    static final String ROUTER_PHASES = "dynamo_component_router_input_sequence_tokens_count";
    private static final String RUNTIME_NAMES =
            "dynamo_component_(router_)?requests_total|dynamo_component_router_requests_started_total|" + ROUTER_PHASES;

    Survey {
        frontends = List.copyOf(frontends);
        runtime = List.copyOf(runtime);
    }

    static String frontendQuery(SeriesKeys keys) {
        var labels = new ArrayList<>(List.of(NAME, "model"));
        labels.addAll(keys.labels());
        return "count by (" + String.join(", ", labels) + ") ({__name__=~" + Promql.string(FRONTEND_NAMES) + "})";
    }

    static String runtimeQuery() {
        return "count by (" + NAME + ", " + SeriesKeys.RUNTIME_NAMESPACE + ", model, phase) ({__name__=~"
                + Promql.string(RUNTIME_NAMES) + "})";
    }

    static Survey of(QueryResult.Found frontends, QueryResult.Found runtime) {
        return new Survey(
                frontends.series().stream().map(Series::labels).toList(),
                runtime.series().stream().map(Series::labels).toList());
    }

    /** Frontend series that a key owns. */
    List<Map<String, String>> of(SeriesKey key) {
        return frontends.stream().filter(key::owns).toList();
    }

    /** Values of a label of frontend series, without the empty one. */
    Set<String> values(String label) {
        return values(frontends, label, any -> true);
    }

    /** Namespaces in which routers and workers say they are. */
    Set<String> runtimeNamespaces() {
        return values(runtime, SeriesKeys.RUNTIME_NAMESPACE, any -> true);
    }

    Set<String> routerNamespaces() {
        return values(routers(), SeriesKeys.RUNTIME_NAMESPACE, any -> true);
    }

    /** Series of routers. */
    List<Map<String, String>> routers() {
        return runtime.stream()
                .filter(s -> s.getOrDefault(NAME, "").contains("_router_"))
                .toList();
    }

    static Set<String> models(List<Map<String, String>> series) {
        return values(series, "model", any -> true);
    }

    /** Whether any of the series counts requests. */
    static boolean countsRequests(List<Map<String, String>> series) {
        return startedCounter(series) || has(series, COMPLETED);
    }

    static boolean startedCounter(List<Map<String, String>> series) {
        return has(series, STARTED);
    }

    /** Whether routers tell prefill from decode. */
    static boolean phases(List<Map<String, String>> routers) {
        return !values(routers, "phase", s -> ROUTER_PHASES.equals(s.get(NAME))).isEmpty();
    }

    /** Targets that are scraped by more than one job: everything they count is counted twice. */
    static Set<String> scrapedTwice(List<Map<String, String>> series) {
        Map<String, Set<String>> jobs = series.stream()
                .filter(s -> s.containsKey("instance") && s.containsKey("job"))
                .collect(Collectors.groupingBy(
                        s -> s.getOrDefault("instance", ""),
                        Collectors.mapping(s -> s.getOrDefault("job", ""), Collectors.toSet())));
        return jobs.entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean has(List<Map<String, String>> series, String name) {
        return series.stream().anyMatch(s -> name.equals(s.get(NAME)));
    }

    private static Set<String> values(
            List<Map<String, String>> series, String label, Predicate<Map<String, String>> which) {
        return series.stream()
                .filter(which)
                .map(s -> s.getOrDefault(label, ""))
                .filter(v -> !v.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
