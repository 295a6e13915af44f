package io.dynamoplanner.k8s.preflight;

import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.preflight.Permission.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that a planner of one graph asks the API server for; the shipped Role grants this and nothing else. */
public final class Permissions {
    private static final String GRAPHS = "dynamographdeployments";
    private static final String ADAPTERS = "dynamographdeploymentscalingadapters";
    private static final String CARDS = "dynamoworkermetadatas";

    private final List<Permission> list = new ArrayList<>();

    private Permissions() {}

    /**
     * What is used of a cluster.
     *
     * @param adapters whether replicas are written through scaling adapters
     * @param direct whether replicas are written to the graph itself
     * @param leases whether a leader is elected
     */
    public record Use(boolean adapters, boolean direct, boolean leases) {}

    /**
     * @param lease name of the Lease
     * @param state name of the ConfigMap that keeps what outlives a process
     */
    public static List<Permission> of(Use use, String lease, String state) {
        Permissions all = new Permissions();
        Need adapters = use.adapters() ? Need.ESSENTIAL : Need.USEFUL;
        Need direct = use.direct() ? Need.ESSENTIAL : Need.USEFUL;
        all.reading(GraphApi.GROUP, GRAPHS, "see the graph", Need.ESSENTIAL);
        all.reading(GraphApi.GROUP, ADAPTERS, "find the scaling adapters", adapters);
        all.reading(GraphApi.GROUP, CARDS, "learn the name of the model from its workers", Need.USEFUL);
        all.reading("", "pods", "see when released replicas are gone", Need.ESSENTIAL);
        all.add("patch", GraphApi.GROUP, ADAPTERS, "scale", "write replica counts", adapters);
        all.add("get", GraphApi.GROUP, ADAPTERS, "", "look again after a conflict, and name another writer", adapters);
        all.add("patch", GraphApi.GROUP, GRAPHS, "", "write replica counts that no adapter owns", direct);
        all.add("get", GraphApi.GROUP, GRAPHS, "", "look again after a conflict, and name another writer", direct);
        all.named("get", "", "configmaps", state, "go on where the last leader stopped");
        all.add("create", "", "configmaps", "", "hand over to the next leader", Need.ESSENTIAL);
        all.named("patch", "", "configmaps", state, "hand over to the next leader");
        if (use.leases()) {
            all.named("get", "coordination.k8s.io", "leases", lease, "agree on a leader");
            all.add("create", "coordination.k8s.io", "leases", "", "agree on a leader", Need.ESSENTIAL);
            all.named("patch", "coordination.k8s.io", "leases", lease, "agree on a leader");
        }
        all.add("create", "", "events", "", "tell about decisions", Need.USEFUL);
        all.add("patch", "", "events", "", "tell about decisions", Need.USEFUL);
        return List.copyOf(all.list);
    }

    private void reading(String group, String resource, String why, Need need) {
        add("list", group, resource, "", why, need);
        add("watch", group, resource, "", why, need);
    }

    private void add(String verb, String group, String resource, String subresource, String why, Need need) {
        list.add(new Permission(verb, group, resource, subresource, Optional.empty(), why, need));
    }

    private void named(String verb, String group, String resource, String name, String why) {
        list.add(new Permission(verb, group, resource, "", Optional.of(name), why, Need.ESSENTIAL));
    }
}
