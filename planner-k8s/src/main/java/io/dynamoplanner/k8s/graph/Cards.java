package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.role.Role;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which model cards belong to what. */
public final class Cards {
    private Cards() {}

    /**
     * Those of a graph: written by one of its pods, or else registered in one of its runtime namespaces. Names of
     * objects are no criterion, because those of the graph {@code chat-large} begin like those of the graph {@code chat}.
     *
     * @param candidates cards of the Kubernetes namespace
     * @param pods pods of the graph
     */
    public static List<ModelCard> ofGraph(Graph graph, Collection<PodState> pods, Collection<ModelCard> candidates) {
        Set<String> names = pods.stream().map(PodState::name).collect(Collectors.toSet());
        Set<String> namespaces = RuntimeNamespaces.of(graph, List.of()).all().stream()
                .filter(namespace -> !namespace.equals(Names.GLOBAL_NAMESPACE))
                .collect(Collectors.toSet());
        return candidates.stream()
                .filter(card -> names.contains(card.pod()) || namespaces.contains(card.namespace()))
                .toList();
    }

    /**
     * Those of a role. Where pods of several generations of workers run, only those of the generation in force, if it has
     * any.
     */
    public static List<ModelCard> ofRole(GraphSnapshot seen, Role role, Component component) {
        Optional<String> registered = registeredAs(seen.graph(), component);
        List<ModelCard> all = seen.cards().stream()
                .filter(card -> card.prefill() == role.equals(Role.PREFILL))
                .filter(card -> registered.isEmpty()
                        || card.component().isEmpty()
                        || card.component().equals(registered.get()))
                .toList();
        List<String> hashes = seen.graph().workerHashes();
        Set<String> inForce = seen.pods().stream()
                .filter(pod -> hashes.contains(pod.workerHash()))
                .map(PodState::name)
                .collect(Collectors.toSet());
        List<ModelCard> newest =
                all.stream().filter(card -> inForce.contains(card.pod())).toList();
        return newest.isEmpty() ? all : newest;
    }

    /** Name of a component in the runtime, as far as the graph tells. */
    static Optional<String> registeredAs(Graph graph, Component component) {
        return graph.status(component.name())
                .flatMap(ComponentStatus::runtimeComponent)
                .or(() -> component.endpoint().map(endpoint -> endpoint.split("\\.", -1)[1]));
    }
}
