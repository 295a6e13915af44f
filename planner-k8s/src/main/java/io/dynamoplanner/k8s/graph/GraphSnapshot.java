package io.dynamoplanner.k8s.graph;

import java.util.List;
import java.util.Objects;

/** A graph with all that belongs to it, as the caches hold it at one moment. */
public record GraphSnapshot(Graph graph, List<Adapter> adapters, List<PodState> pods, List<ModelCard> cards) {
    public GraphSnapshot {
        Objects.requireNonNull(graph, "graph");
        adapters = List.copyOf(adapters);
        pods = List.copyOf(pods);
        cards = List.copyOf(cards);
    }
}
