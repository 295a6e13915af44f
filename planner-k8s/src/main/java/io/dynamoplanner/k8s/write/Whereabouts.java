package io.dynamoplanner.k8s.write;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.graph.Adapter;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides where the replicas of a component are written: to its adapter if it has been handed to one, else to the graph.
 * The two never stand in for each other. An adapter that is missing is waited for, since a count written to the graph is
 * refused, or undone by the adapter as soon as it is there.
 *
 * <p>An adapter belongs to the component that it refers to. Its name says nothing: component {@code c} of graph {@code a-b}
 * and component {@code b-c} of graph {@code a} both have an adapter called {@code a-b-c}.
 */
final class Whereabouts {
    private Whereabouts() {}

    static ReplicaField.Found of(GraphSnapshot seen, Component component) {
        List<Adapter> adapters = adaptersOf(seen, component);
        if (!component.adapterOwned()) {
            return adapters.isEmpty() ? inGraph(seen.graph(), component) : leftBehind(adapters.get(0));
        }
        return switch (adapters.size()) {
            case 0 -> withoutAdapter(seen, component);
            case 1 -> atAdapter(seen.graph(), component, adapters.get(0));
            default -> ambiguous(seen.graph(), component, adapters);
        };
    }

    /** The adapters that refer to a component. */
    static List<Adapter> adaptersOf(GraphSnapshot seen, Component component) {
        return seen.adapters().stream()
                .filter(adapter -> adapter.graph().equals(seen.graph().id().name())
                        && adapter.component().equals(component.name()))
                .toList();
    }

    private static ReplicaField.Found inGraph(Graph graph, Component component) {
        if (graph.api() == GraphApi.V1ALPHA1) {
            return new ReplicaField.Found.At(
                    new ReplicaField.InMap(graph, component.name(), component.replicas(), graph.resourceVersion()));
        }
        int index = graph.components().stream().map(Component::name).toList().indexOf(component.name());
        if (index < 0) {
            return ReplicaField.Found.deferred("graph " + graph.id() + " has no component " + component.name());
        }
        return new ReplicaField.Found.At(new ReplicaField.InList(
                graph,
                component.name(),
                index,
                component.replicas(),
                component.replicasGiven(),
                graph.resourceVersion()));
    }

    private static ReplicaField.Found atAdapter(Graph graph, Component component, Adapter adapter) {
        if (adapter.deleting()) {
            return ReplicaField.Found.deferred("adapter " + adapter.name() + " is being deleted");
        }
        return new ReplicaField.Found.At(new ReplicaField.OfAdapter(
                graph, component.name(), adapter.name(), adapter.replicas(), adapter.resourceVersion()));
    }

    private static ReplicaField.Found leftBehind(Adapter adapter) {
        return ReplicaField.Found.deferred("adapter " + adapter.name()
                + " still exists although its component no longer asks for one; it has to go first");
    }

    private static ReplicaField.Found withoutAdapter(GraphSnapshot seen, Component component) {
        Graph graph = seen.graph();
        String usualName = graph.id().name() + "-" + component.name().toLowerCase(Locale.ROOT);
        Optional<Adapter> stranger = seen.adapters().stream()
                .filter(adapter -> adapter.name().equals(usualName))
                .findFirst();
        if (stranger.isPresent()) {
            String owner = "component " + stranger.get().component() + " of graph "
                    + stranger.get().graph();
            return new ReplicaField.Found.Nowhere(Written.of(
                    new Outcome.Failed("adapter " + usualName + " refers to " + owner),
                    Finding.warning(
                            "adapter-mismatch",
                            subject(graph, component),
                            "its adapter " + usualName + " refers to " + owner,
                            "rename one of the two graphs, so that their adapters have different names")));
        }
        return new ReplicaField.Found.Nowhere(Written.of(
                new Outcome.Deferred("component " + component.name() + " has no scaling adapter yet"),
                Finding.warning(
                        "adapter-missing",
                        subject(graph, component),
                        "it has been handed to a scaling adapter, but there is none",
                        "see whether the Dynamo operator runs and what it reports; it creates the adapter")));
    }

    private static ReplicaField.Found ambiguous(Graph graph, Component component, List<Adapter> adapters) {
        String names = adapters.stream().map(Adapter::name).sorted().collect(Collectors.joining(", "));
        return new ReplicaField.Found.Nowhere(Written.of(
                new Outcome.Failed("several adapters refer to component " + component.name() + ": " + names),
                Finding.warning(
                        "adapter-ambiguous",
                        subject(graph, component),
                        "several adapters refer to it: " + names,
                        "delete those that the Dynamo operator has not created")));
    }

    static String subject(Graph graph, Component component) {
        return "component " + component.name() + " of " + graph.id();
    }
}
