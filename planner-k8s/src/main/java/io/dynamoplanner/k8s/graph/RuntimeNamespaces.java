package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.finding.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Namespaces of the runtime that the workers of a graph are registered in. During a rolling update there are two, and
 * the operator keeps reporting the old one until it hands over.
 *
 * @param inForce the one to use; empty if it cannot be told yet, and then the last one still holds
 * @param all every one that is known, the one in force first
 */
public record RuntimeNamespaces(Optional<String> inForce, List<String> all, List<Finding> findings) {
    public RuntimeNamespaces {
        all = List.copyOf(all);
        findings = List.copyOf(findings);
    }

    /**
     * Reads them off a graph.
     *
     * @param cards model cards of the graph, which also name namespaces
     */
    public static RuntimeNamespaces of(Graph graph, List<ModelCard> cards) {
        List<Component> workers =
                graph.components().stream().filter(Component::isWorker).toList();
        Optional<ComponentStatus> first = workers.stream()
                .flatMap(worker -> graph.status(worker.name()).stream())
                .findFirst();
        List<String> hashes = graph.workerHashes();
        String base = Names.workerNamespace(graph);
        if (first.flatMap(ComponentStatus::runtimeNamespace).isPresent()) {
            return found(first.get().runtimeNamespace().get(), workers, graph, cards);
        }
        if (hashes.isEmpty() || workers.isEmpty()) {
            return found(base, workers, graph, cards);
        }
        if (first.isEmpty()) {
            return new RuntimeNamespaces(
                    Optional.empty(),
                    List.of(),
                    List.of(Finding.warning(
                            "runtime-namespace-unknown",
                            "graph " + graph.id(),
                            "Worker component status is not available yet; runtime namespace is indeterminate",
                            "wait for the operator to report the workers; the last known namespace stays in use")));
        }
        boolean suffixed =
                List.of("Deployment", "LeaderWorkerSet").contains(first.get().kind());
        return found(suffixed ? base + "-" + hashes.get(0) : base, workers, graph, cards);
    }

    private static RuntimeNamespaces found(
            String inForce, List<Component> workers, Graph graph, List<ModelCard> cards) {
        var all = new LinkedHashSet<String>();
        all.add(inForce);
        workers.forEach(worker -> graph.status(worker.name())
                .flatMap(ComponentStatus::runtimeNamespace)
                .ifPresent(all::add));
        cards.stream().map(ModelCard::namespace).filter(name -> !name.isEmpty()).forEach(all::add);
        return new RuntimeNamespaces(Optional.of(inForce), List.copyOf(all), List.of());
    }
}
