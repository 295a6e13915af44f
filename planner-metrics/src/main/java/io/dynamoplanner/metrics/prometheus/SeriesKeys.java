package io.dynamoplanner.metrics.prometheus;

import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.metrics.prometheus.SeriesKey.Match;
import io.dynamoplanner.metrics.prometheus.SeriesKey.Way;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ways in which the series of a graph may be known.
 *
 * <p>The frontend does not export its Dynamo namespace; the scrape configuration has to add it as a label. Where it does
 * not, the labels of the target may still say which graph it belongs to. Every way but the first asks for the configured
 * label to be absent, so that a series that says it belongs to another namespace is never taken.
 */
final class SeriesKeys {
    /** What Dynamo's runtime calls it on the metrics of routers and workers. */
    static final String RUNTIME_NAMESPACE = "dynamo_namespace";

    private final String namespaceLabel;

    SeriesKeys(String namespaceLabel) {
        this.namespaceLabel = namespaceLabel;
    }

    /** How frontends of a graph may be known, the best way first; {@link Way#ONLY_ONE} is not among them. */
    List<SeriesKey> frontend(TrafficScope scope) {
        Match unlabelled = Match.literal(namespaceLabel, "");
        Match cluster = Match.literal("namespace", scope.graph().namespace());
        String graph = scope.graph().name();
        String service = literal(graph.toLowerCase(Locale.ROOT).replace('.', '-') + "-frontend");
        return List.of(
                new SeriesKey(
                        Way.NAMESPACE_LABEL,
                        List.of(Match.of(namespaceLabel, anySpelling(List.of(scope.dynamoNamespace()))))),
                new SeriesKey(
                        Way.COPIED_NAMESPACE,
                        List.of(unlabelled, Match.literal("nvidia_com_dynamo_namespace", scope.dynamoNamespace()))),
                new SeriesKey(
                        Way.COPIED_GRAPH,
                        List.of(unlabelled, cluster, Match.literal("nvidia_com_dynamo_graph_deployment_name", graph))),
                new SeriesKey(Way.POD, List.of(unlabelled, cluster, Match.of("pod", pods(graph)))),
                new SeriesKey(Way.SERVICE, List.of(unlabelled, cluster, Match.of("service", service))),
                new SeriesKey(
                        Way.JOB,
                        List.of(
                                unlabelled,
                                Match.of("namespace", literal(scope.graph().namespace()) + "|"),
                                Match.of("job", service))));
    }

    /** Series that carry nothing to know them by, unless they come from another Kubernetes namespace. */
    SeriesKey onlyOne(TrafficScope scope) {
        return new SeriesKey(
                Way.ONLY_ONE,
                List.of(
                        Match.literal(namespaceLabel, ""),
                        Match.of("namespace", literal(scope.graph().namespace()) + "|")));
    }

    /** Routers of a graph, in all of its namespaces. */
    static SeriesKey router(TrafficScope scope) {
        return new SeriesKey(Way.ROUTER, List.of(Match.of(RUNTIME_NAMESPACE, anySpelling(namespaces(scope)))));
    }

    /** Decode or aggregated workers of a graph. */
    static SeriesKey workers(TrafficScope scope, TrafficScope.Endpoint endpoint) {
        return new SeriesKey(
                Way.WORKER,
                List.of(
                        Match.of(RUNTIME_NAMESPACE, anySpelling(namespaces(scope))),
                        Match.literal("dynamo_component", endpoint.component()),
                        Match.literal("dynamo_endpoint", endpoint.endpoint())));
    }

    /** Namespaces in which engines and routers of a graph may be registered, the one in force first. */
    static List<String> namespaces(TrafficScope scope) {
        var all = new LinkedHashSet<>(scope.runtimeNamespaces());
        all.add(scope.dynamoNamespace());
        return List.copyOf(all);
    }

    /** One spelling of a namespace: frontends are labelled with dashes, the runtime writes underscores. */
    static String canonical(String namespace) {
        return namespace.replace('-', '_');
    }

    private static String anySpelling(List<String> namespaces) {
        Set<String> spellings = new LinkedHashSet<>();
        for (String namespace : namespaces) {
            spellings.add(namespace);
            spellings.add(canonical(namespace));
        }
        return spellings.stream().map(Promql::literal).collect(Collectors.joining("|"));
    }

    /**
     * Pods of the component {@code frontend}: those of a Deployment ({@code foo-frontend-6d5f9c7b8-x2x4z}) and those of
     * Grove ({@code foo-0-frontend-x2x4z}). The whole name has to fit: {@code foo-bar-frontend-...} is of another graph.
     */
    private static String pods(String graph) {
        String name = literal(graph.toLowerCase(Locale.ROOT));
        return name + "-frontend-[a-z0-9]{1,10}-[a-z0-9]{5}|" + name + "-0-frontend-[a-z0-9]{5}";
    }

    private static String literal(String text) {
        return Promql.literal(text);
    }

    /** Labels of the target that a survey has to ask for. */
    List<String> labels() {
        return new ArrayList<>(List.of(
                namespaceLabel,
                "nvidia_com_dynamo_namespace",
                "nvidia_com_dynamo_graph_deployment_name",
                "namespace",
                "pod",
                "service",
                "job",
                "instance"));
    }
}
