package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.metrics.prometheus.SeriesKey.Way;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which way the frontends of each graph are known. Chosen from a survey, kept until it stops working.
 */
final class KeyChoice {
    private final SeriesKeys keys;
    private final Map<Chosen, SeriesKey> chosen = new ConcurrentHashMap<>();

    /** A graph whose namespace changes has to be looked for again. */
    private record Chosen(GraphId graph, String namespace) {
        static Chosen of(TrafficScope scope) {
            return new Chosen(scope.graph(), scope.dynamoNamespace());
        }
    }

    KeyChoice(SeriesKeys keys) {
        this.keys = keys;
    }

    /** By what to ask for a graph: what was chosen, or else what should be there. */
    SeriesKey orUsual(TrafficScope scope) {
        return of(scope).orElseGet(() -> keys.frontend(scope).get(0));
    }

    /** What was chosen. */
    Optional<SeriesKey> of(TrafficScope scope) {
        return Optional.ofNullable(chosen.get(Chosen.of(scope)));
    }

    /** The choice did not prove right: the next read looks again. */
    void forget(TrafficScope scope) {
        chosen.remove(Chosen.of(scope));
    }

    /**
     * Chooses anew for some graphs; one of which no series can be found has none. Graphs are asked about together, so that
     * the series of one are not taken for those of another that has no mark.
     */
    void choose(Collection<TrafficScope> scopes, Survey survey) {
        scopes.forEach(this::forget);
        for (TrafficScope scope : scopes) {
            keys.frontend(scope).stream()
                    .filter(k -> !survey.of(k).isEmpty())
                    .findFirst()
                    .ifPresent(k -> chosen.put(Chosen.of(scope), k));
        }
        for (TrafficScope scope : scopes) {
            SeriesKey key = keys.onlyOne(scope);
            if (of(scope).isEmpty() && isOnlyOne(key, scope, scopes, survey)) {
                chosen.put(Chosen.of(scope), key);
            }
        }
        chosen.entrySet()
                .removeIf(e -> e.getValue().way() == Way.ONLY_ONE && isTaken(e.getKey(), survey.of(e.getValue())));
    }

    /**
     * Whether series without any mark can only be of this graph: no other Dynamo namespace is seen in the metrics of
     * routers and workers, no other graph looks for its series as well, none has these. Where series name pods, at least
     * one router or worker has to be seen, because pods that cannot be placed hint at a second graph.
     */
    private boolean isOnlyOne(SeriesKey key, TrafficScope scope, Collection<TrafficScope> scopes, Survey survey) {
        var series = survey.of(key);
        boolean rival = scopes.stream()
                .anyMatch(other ->
                        !Chosen.of(other).equals(Chosen.of(scope)) && of(other).isEmpty());
        Set<String> ours =
                SeriesKeys.namespaces(scope).stream().map(SeriesKeys::canonical).collect(Collectors.toSet());
        Set<String> seen =
                survey.runtimeNamespaces().stream().map(SeriesKeys::canonical).collect(Collectors.toSet());
        boolean pods = series.stream().anyMatch(s -> !s.getOrDefault("pod", "").isEmpty());
        return !series.isEmpty()
                && !rival
                && ours.containsAll(seen)
                && !(seen.isEmpty() && pods)
                && !isTaken(Chosen.of(scope), series);
    }

    private boolean isTaken(Chosen by, List<Map<String, String>> series) {
        return chosen.entrySet().stream()
                .anyMatch(e -> !e.getKey().equals(by) && series.stream().anyMatch(e.getValue()::owns));
    }
}
