package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.graph.GraphId;
import java.util.Locale;
import java.util.Optional;

/** Names that follow from other names. They are made, never taken apart: all of their parts may have hyphens. */
public final class Names {
    /** Dynamo namespace that all graphs share which ask for it. */
    public static final String GLOBAL_NAMESPACE = "dynamo";

    private Names() {}

    /** Dynamo namespace of the frontends of a graph, or of its workers if it has no frontend. */
    public static String dynamoNamespace(Graph graph) {
        Optional<Component> frontend = graph.components().stream()
                .filter(component -> component.type().equals("frontend"))
                .findFirst();
        return frontend.map(component -> dynamoNamespace(graph.id(), component))
                .orElseGet(() -> workerNamespace(graph));
    }

    /** Dynamo namespace of the workers of a graph, before the operator appends the generation of the worker. */
    public static String workerNamespace(Graph graph) {
        return graph.components().stream()
                .filter(Component::isWorker)
                .findFirst()
                .map(worker -> dynamoNamespace(graph.id(), worker))
                .orElseGet(() -> ownNamespace(graph.id()));
    }

    private static String dynamoNamespace(GraphId graph, Component component) {
        return component.globalNamespace() ? GLOBAL_NAMESPACE : ownNamespace(graph);
    }

    private static String ownNamespace(GraphId graph) {
        return graph.namespace() + "-" + graph.name().replace('.', '-');
    }

    /**
     * Name that the operator gives to the adapter of a component. A hint, no more: a graph {@code a-b} with a component
     * {@code c} and a graph {@code a} with a component {@code b-c} lead to the same.
     */
    public static String adapter(String graph, String component) {
        return graph + "-" + component.toLowerCase(Locale.ROOT);
    }
}
