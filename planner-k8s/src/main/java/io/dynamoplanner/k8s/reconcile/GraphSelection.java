package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.graph.GraphId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which graphs a controller looks after. What is not selected is not even fetched.
 *
 * @param namespaces where; empty for every namespace
 * @param name of the only graph; empty for all that are there
 */
public record GraphSelection(Set<String> namespaces, Optional<String> name) {
    public GraphSelection {
        namespaces = Set.copyOf(namespaces);
        Objects.requireNonNull(name, "name");
        if (name.isPresent() && namespaces.size() != 1) {
            throw new IllegalArgumentException("graph " + name.get() + ": needs one namespace, not " + namespaces);
        }
    }

    /** One graph. */
    public static GraphSelection one(GraphId graph) {
        return new GraphSelection(Set.of(graph.namespace()), Optional.of(graph.name()));
    }

    /**
     * All graphs of some namespaces.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static GraphSelection in(Set<String> namespaces) {
        if (namespaces.isEmpty()) {
            throw new IllegalArgumentException(
                    "namespaces: none given; name one at least, or select graphs everywhere");
        }
        return new GraphSelection(namespaces, Optional.empty());
    }

    /** All graphs of the cluster. */
    public static GraphSelection everywhere() {
        return new GraphSelection(Set.of(), Optional.empty());
    }

    /** The only graph, if one was named. */
    Optional<GraphId> only() {
        return name.map(graph -> new GraphId(namespaces.iterator().next(), graph));
    }

    /** Objects of a kind in each of the namespaces. */
    <T extends HasMetadata> List<FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>>> scopes(
            KubernetesClient client, Class<T> type) {
        MixedOperation<T, KubernetesResourceList<T>, Resource<T>> all = client.resources(type);
        if (namespaces.isEmpty()) {
            return List.of(all.inAnyNamespace());
        }
        var scopes = new ArrayList<FilterWatchListDeletable<T, KubernetesResourceList<T>, Resource<T>>>();
        namespaces.forEach(namespace -> scopes.add(all.inNamespace(namespace)));
        return scopes;
    }

    /** For people. */
    String where() {
        return namespaces.isEmpty() ? "all namespaces" : "namespace " + String.join(", ", namespaces);
    }
}
