package io.dynamoplanner.k8s.graph;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A graph with all that belongs to it, as the caches hold it at one moment. */
public record GraphSnapshot(Graph graph, List<Adapter> adapters, List<PodState> pods, List<ModelCard> cards) {
    public GraphSnapshot {
        Objects.requireNonNull(graph, "graph");
        adapters = List.copyOf(adapters);
        pods = List.copyOf(pods);
        cards = List.copyOf(cards);
    }

    /**
     * The adapter of a component: the one that refers to it. Its name alone says nothing, because two graphs may lead to
     * the same one. Of several, the one that the operator has made.
     */
    public Optional<Adapter> adapter(String component) {
        String made = Names.adapter(graph.id().name(), component);
        return adapters.stream()
                .filter(a ->
                        a.graph().equals(graph.id().name()) && a.component().equals(component))
                .min(Comparator.comparing((Adapter a) -> !a.name().equals(made)).thenComparing(Adapter::name));
    }

    /** Pods of a component that are there, the terminating ones among them. */
    public List<PodState> pods(String component) {
        return pods.stream()
                .filter(pod -> pod.component().equals(component) && !pod.isFinished())
                .toList();
    }
}
