package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which kinds of the operator a cluster serves, and in which version.
 *
 * @param graphs best version of the graphs
 * @param adapters best version of the scaling adapters; empty if there is no such kind, so there are no adapters
 * @param workers whether workers can leave their metadata in the cluster
 */
record ServedKinds(GraphApi graphs, Optional<GraphApi> adapters, boolean workers) {
    static final String GRAPHS = "dynamographdeployments";
    static final String ADAPTERS = "dynamographdeploymentscalingadapters";
    static final String WORKERS = "dynamoworkermetadatas";

    /** What a cluster answers. */
    sealed interface Discovery {
        record Served(ServedKinds kinds) implements Discovery {}

        /** There are no graphs in this cluster. */
        record NoGraphs(Finding why) implements Discovery {}

        /** Nobody knows. */
        record Unknown(Finding why) implements Discovery {}
    }

    /** Whether there is everything. */
    boolean isComplete() {
        return adapters.isPresent() && workers;
    }

    /** Asks the cluster, with one request and one more for each version. */
    static Discovery discover(KubernetesClient client) {
        ApiTrouble trouble = new ApiTrouble(
                GraphApi.GROUP, "", "API server at " + client.getMasterUrl(), "no graph is looked after");
        try {
            Map<GraphApi, Set<String>> served = new EnumMap<>(GraphApi.class);
            APIGroup group = client.getApiGroup(GraphApi.GROUP);
            if (group != null) {
                for (GroupVersionForDiscovery version : group.getVersions()) {
                    for (GraphApi api : GraphApi.values()) {
                        if (api.version().equals(version.getVersion())) {
                            served.put(api, resources(client, api));
                        }
                    }
                }
            }
            boolean workers = served.getOrDefault(GraphApi.V1ALPHA1, Set.of()).contains(WORKERS);
            return best(served, GRAPHS)
                    .<Discovery>map(
                            graphs -> new Discovery.Served(new ServedKinds(graphs, best(served, ADAPTERS), workers)))
                    .orElseGet(
                            () -> new Discovery.NoGraphs(
                                    Finding.blocking(
                                            "kind-not-served",
                                            GRAPHS + "." + GraphApi.GROUP,
                                            "the cluster at " + client.getMasterUrl() + " has no serving graphs",
                                            "install the Dynamo operator with its definitions, or check that this is the right cluster")));
        } catch (KubernetesClientException e) {
            return new Discovery.Unknown(trouble.finding(Finding.Severity.BLOCKING, e));
        }
    }

    private static Set<String> resources(KubernetesClient client, GraphApi api) {
        APIResourceList list = client.getApiResources(api.apiVersion());
        return list == null
                ? Set.of()
                : list.getResources().stream().map(APIResource::getName).collect(Collectors.toSet());
    }

    /** In the order of preference, which is that of the map. */
    private static Optional<GraphApi> best(Map<GraphApi, Set<String>> served, String resource) {
        return served.entrySet().stream()
                .filter(entry -> entry.getValue().contains(resource))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
