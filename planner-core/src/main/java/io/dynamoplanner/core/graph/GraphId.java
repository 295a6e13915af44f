package io.dynamoplanner.core.graph;

import java.util.Objects;

/**
 * Which serving graph.
 *
 * @param namespace where it lives: the Kubernetes namespace of its object
 * @param name name of its object
 */
public record GraphId(String namespace, String name) implements Comparable<GraphId> {
    public GraphId {
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
    }

    @Override
    public int compareTo(GraphId other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
