package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.traffic.TrafficScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a server before anything depends on it: is it there, has it the series of the graphs, by which labels are they
 * known. Three queries, whatever the number of graphs, evaluated at the server's now.
 */
final class TrafficProbe {
    private final PrometheusClient client;
    private final TrafficSettings settings;
    private final SeriesKeys keys;
    private final KeyChoice choice;

    TrafficProbe(PrometheusClient client, TrafficSettings settings, SeriesKeys keys, KeyChoice choice) {
        this.client = client;
        this.settings = settings;
        this.keys = keys;
        this.choice = choice;
    }

    Map<GraphId, List<Finding>> probe(List<TrafficScope> scopes, Instant now) {
        long start = System.nanoTime();
        List<QueryResult> results = client.ask(List.of(
                PrometheusQuery.now(TrafficQueries.CLOCK),
                PrometheusQuery.now(Survey.frontendQuery(keys)),
                PrometheusQuery.now(Survey.runtimeQuery())));
        Instant answered = now.plusNanos(System.nanoTime() - start);
        String server = client.endpoint().shown();
        var findings = new LinkedHashMap<GraphId, List<Finding>>();
        scopes.forEach(scope -> findings.put(scope.graph(), new ArrayList<>()));
        Optional<QueryResult.Failed> failed = results.stream()
                .filter(QueryResult.Failed.class::isInstance)
                .map(QueryResult.Failed.class::cast)
                .findFirst();
        if (failed.isPresent()) {
            findings.values().forEach(of -> of.add(TrafficFindings.unreachable(server, failed.get())));
            return findings;
        }
        ServerClock.of(results.get(0), now, answered)
                .flatMap(c -> c.finding(server, settings.clockTolerance()))
                .ifPresent(skew -> findings.values().forEach(of -> of.add(skew)));
        Survey survey = Survey.of((QueryResult.Found) results.get(1), (QueryResult.Found) results.get(2));
        if (settings.metrics() == TrafficMetrics.FRONTEND) {
            choice.choose(scopes, survey);
        }
        for (TrafficScope scope : scopes) {
            findings.computeIfAbsent(scope.graph(), g -> new ArrayList<>())
                    .addAll(
                            settings.metrics() == TrafficMetrics.ROUTER
                                    ? router(scope, survey)
                                    : frontend(scope, survey));
        }
        return findings;
    }

    private List<Finding> frontend(TrafficScope scope, Survey survey) {
        Optional<SeriesKey> key = choice.of(scope);
        return key.isPresent() ? found(scope, key.get(), survey) : List.of(missing(scope, survey));
    }

    /** Why no series can be said to be of a graph. */
    private Finding missing(TrafficScope scope, Survey survey) {
        if (survey.frontends().isEmpty()) {
            return TrafficFindings.noSeries(scope);
        }
        Set<String> namespaces = survey.values(settings.namespaceLabel());
        return namespaces.isEmpty()
                ? TrafficFindings.noNamespaceLabel(scope, settings.namespaceLabel())
                : TrafficFindings.wrongNamespace(scope, settings.namespaceLabel(), namespaces);
    }

    private List<Finding> found(TrafficScope scope, SeriesKey key, Survey survey) {
        var findings = new ArrayList<Finding>();
        List<Map<String, String>> series = survey.of(key);
        TrafficFindings.way(scope, key, settings.namespaceLabel()).ifPresent(findings::add);
        if (key.way() == SeriesKey.Way.NAMESPACE_LABEL
                && keys.frontend(scope).stream()
                        .skip(1)
                        .anyMatch(k -> !survey.of(k).isEmpty())) {
            findings.add(TrafficFindings.someUnlabelled(scope, settings.namespaceLabel()));
        }
        Set<String> twice = Survey.scrapedTwice(series);
        if (!twice.isEmpty()) {
            findings.add(TrafficFindings.scrapedTwice(scope, twice));
        }
        Set<String> models = Survey.models(series);
        List<Map<String, String>> ofModel = scope.model()
                .map(model -> series.stream()
                        .filter(s -> model.equalsIgnoreCase(s.getOrDefault("model", "")))
                        .toList())
                .orElse(series);
        if (scope.model().isEmpty() && models.size() > 1) {
            findings.add(TrafficFindings.severalModels(scope, models));
        } else if (ofModel.isEmpty() && !models.isEmpty()) {
            findings.add(TrafficFindings.wrongModel(scope, models));
        } else if (!Survey.countsRequests(ofModel)) {
            findings.add(TrafficFindings.noRequestsYet(scope));
        } else if (!Survey.startedCounter(ofModel)) {
            findings.add(TrafficFindings.completedOnly(scope));
        }
        if (findings.stream().noneMatch(Finding::blocks)) {
            findings.add(TrafficFindings.found(scope, key, series.size()));
        }
        return findings;
    }

    private List<Finding> router(TrafficScope scope, Survey survey) {
        SeriesKey key = SeriesKeys.router(scope);
        List<Map<String, String>> series =
                survey.routers().stream().filter(key::owns).toList();
        if (series.isEmpty()) {
            return List.of(TrafficFindings.noRouterSeries(scope, survey.routerNamespaces()));
        }
        if (scope.disaggregated() && !Survey.phases(series)) {
            return List.of(TrafficFindings.noPhases(scope));
        }
        var findings = new ArrayList<Finding>();
        if (scope.disaggregated()) {
            findings.add(TrafficFindings.routerMixesPhases(scope));
        }
        Set<String> models = Survey.models(series);
        if (scope.model().isPresent()
                && !models.isEmpty()
                && models.stream().noneMatch(scope.model().get()::equalsIgnoreCase)) {
            findings.add(TrafficFindings.wrongModel(scope, models));
            return findings;
        }
        findings.add(TrafficFindings.found(scope, key, series.size()));
        return findings;
    }
}
