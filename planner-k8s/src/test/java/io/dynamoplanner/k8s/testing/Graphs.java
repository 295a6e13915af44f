package io.dynamoplanner.k8s.testing;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.Adapter;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Graph {@code serving/chat} as caches might show it. */
public final class Graphs {
    public static final GraphId CHAT = new GraphId("serving", "chat");
    public static final String UID = "0f1e";

    private static final Graph.Status NO_STATUS =
            new Graph.Status(OptionalLong.empty(), "", Optional.empty(), Map.of(), "", Set.of());

    private Graphs() {}

    /** A component whose replicas stand in the graph. */
    public static Component component(String name, int replicas) {
        return component(name, replicas, true, false);
    }

    /** A component without a count. */
    public static Component uncounted(String name) {
        return component(name, 1, false, false);
    }

    /** A component that has been handed to an adapter. */
    public static Component handedOver(String name, int replicas) {
        return component(name, replicas, true, true);
    }

    public static Component component(String name, int replicas, boolean given, boolean owned) {
        return new Component(
                name,
                "decode",
                replicas,
                given,
                owned,
                OptionalInt.empty(),
                1,
                OptionalInt.of(1),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
    }

    public static Component withMinimum(Component c, int least) {
        return new Component(
                c.name(),
                c.type(),
                c.replicas(),
                c.replicasGiven(),
                c.adapterOwned(),
                OptionalInt.of(least),
                c.nodes(),
                c.gpusPerPod(),
                c.model(),
                c.endpoint(),
                c.globalNamespace(),
                c.sidePods());
    }

    public static Adapter adapter(String component, int replicas, String version) {
        return new Adapter("chat-" + component, "chat", component, replicas, version, false);
    }

    public static Graph graph(GraphApi api, String version, Component... components) {
        return graph(CHAT, UID, api, version, Map.of(), false, List.of(components));
    }

    public static Graph graph(
            GraphId id,
            String uid,
            GraphApi api,
            String version,
            Map<String, String> annotations,
            boolean deleting,
            List<Component> components) {
        return new Graph(id, uid, version, 1, deleting, api, annotations, components, NO_STATUS);
    }

    public static GraphSnapshot snapshot(Graph graph, Adapter... adapters) {
        return new GraphSnapshot(graph, List.of(adapters), List.of(), List.of());
    }
}
