package io.dynamoplanner.k8s.testing;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.graph.Adapter;
import io.dynamoplanner.k8s.graph.Component;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.testing.kube.KubeServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph on a real API server, with its adapters. Reads only what writers look at. Adapters exist in the newer version only. */
public final class LiveGraph {
    private final KubeServer kube;
    private final GraphApi api;
    private final String namespace;
    private final String name;

    private LiveGraph(KubeServer kube, GraphApi api, String namespace, String name) {
        this.kube = kube;
        this.api = api;
        this.namespace = namespace;
        this.name = name;
    }

    /** @param spec in YAML flow style */
    public static LiveGraph create(KubeServer kube, GraphApi api, String namespace, String name, String spec) {
        var graph = new LiveGraph(kube, api, namespace, name);
        graph.post("DynamoGraphDeployment", name, spec);
        return graph;
    }

    /** Creates an adapter under any name for any component. */
    public LiveGraph withAdapter(String adapter, String graph, String component, int replicas) {
        post(
                "DynamoGraphDeploymentScalingAdapter",
                adapter,
                "{replicas: %d, dgdRef: {name: %s, componentName: %s}}".formatted(replicas, graph, component));
        return this;
    }

    /** Creates the adapter that the operator would create. */
    public LiveGraph withAdapter(String component, int replicas) {
        return withAdapter(name + "-" + component, name, component, replicas);
    }

    private void post(String kind, String object, String spec) {
        String yaml = """
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: %s}
                spec: %s
                """.formatted(api.apiVersion(), kind, object, namespace, spec);
        kube.admin()
                .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
                .create();
    }

    public GraphId id() {
        return new GraphId(namespace, name);
    }

    /** What caches would show if they were up to date. */
    public GraphSnapshot snapshot() {
        GenericKubernetesResource object = graphObject().get();
        Graph graph = Graphs.graph(
                id(),
                object.getMetadata().getUid(),
                api,
                object.getMetadata().getResourceVersion(),
                object.getMetadata().getAnnotations() == null
                        ? Map.of()
                        : object.getMetadata().getAnnotations(),
                object.isMarkedForDeletion(),
                components(object));
        List<Adapter> adapters = adapters().inNamespace(namespace).list().getItems().stream()
                .map(LiveGraph::adapter)
                .toList();
        return new GraphSnapshot(graph, adapters, List.of(), List.of());
    }

    private List<Component> components(GenericKubernetesResource object) {
        var components = new ArrayList<Component>();
        if (api == GraphApi.V1BETA1) {
            List<Map<String, Object>> entries = object.get("spec", "components");
            entries.forEach(entry -> components.add(
                    component(String.valueOf(entry.get("name")), entry, entry.containsKey("scalingAdapter"))));
        } else {
            Map<String, Map<String, Object>> entries = object.get("spec", "services");
            entries.forEach((key, entry) -> components.add(component(key, entry, entry.containsKey("scalingAdapter"))));
        }
        return components;
    }

    private static Component component(String name, Map<String, Object> entry, boolean owned) {
        return Optional.ofNullable((Integer) entry.get("replicas"))
                .map(count -> Graphs.component(name, count, true, owned))
                .orElseGet(() -> Graphs.component(name, 1, false, owned));
    }

    private static Adapter adapter(GenericKubernetesResource object) {
        return new Adapter(
                object.getMetadata().getName(),
                object.get("spec", "dgdRef", "name"),
                object.get("spec", "dgdRef", "componentName"),
                object.<Integer>get("spec", "replicas"),
                object.getMetadata().getResourceVersion(),
                object.isMarkedForDeletion());
    }

    /** Changes the graph as somebody else would. */
    public void patch(String manager, String mergePatch) {
        graphObject().patch(patchAs(manager), mergePatch);
    }

    /** Changes an adapter as somebody else would. */
    public void patchAdapter(String adapter, String manager, String mergePatch) {
        adapterObject(adapter).patch(patchAs(manager), mergePatch);
    }

    /** Whether a change of the graph would be accepted; it is not made. */
    public boolean accepts(String mergePatch) {
        var dryRun = new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withDryRun(List.of("All"))
                .build();
        try {
            graphObject().patch(dryRun, mergePatch);
            return true;
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    public void deleteAdapter(String adapter) {
        adapterObject(adapter).delete();
    }

    private static PatchContext patchAs(String manager) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(manager)
                .build();
    }

    public GenericKubernetesResource object() {
        return graphObject().get();
    }

    /** Replicas in the graph itself. */
    public Optional<Integer> replicas(String component) {
        return snapshot()
                .graph()
                .component(component)
                .filter(Component::replicasGiven)
                .map(Component::replicas);
    }

    public int adapterReplicas(String adapter) {
        return adapterObject(adapter).get().<Integer>get("spec", "replicas");
    }

    private Resource<GenericKubernetesResource> graphObject() {
        return resources("DynamoGraphDeployment", "dynamographdeployments")
                .inNamespace(namespace)
                .withName(name);
    }

    private Resource<GenericKubernetesResource> adapterObject(String adapter) {
        return adapters().inNamespace(namespace).withName(adapter);
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            adapters() {
        return resources("DynamoGraphDeploymentScalingAdapter", "dynamographdeploymentscalingadapters");
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            resources(String kind, String plural) {
        return kube.admin()
                .genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup(GraphApi.GROUP)
                        .withVersion(api.version())
                        .withKind(kind)
                        .withPlural(plural)
                        .withNamespaced(true)
                        .build());
    }
}
