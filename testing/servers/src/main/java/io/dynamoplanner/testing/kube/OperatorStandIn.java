package io.dynamoplanner.testing.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the Dynamo operator in one namespace: makes adapters for components that want one, copies their counts to
 * the graph, brings up and drains replicas after a delay, and reports as the operator does, its stale moments included:
 * after each change of the specification the old report stands for a while, and Ready may be true although counts are not
 * there yet.
 *
 * <p>Looks at everything ten times a second: good enough for tests, of no use elsewhere.
 */
public final class OperatorStandIn implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final String API = "nvidia.com/v1beta1";
    private static final String GRAPH_LABEL = "nvidia.com/dynamo-graph-deployment-name";
    private static final String COMPONENT_LABEL = "nvidia.com/dynamo-component";

    private final KubernetesClient client;
    private final String namespace;
    private final Replicas replicas;
    private final ScheduledExecutorService loop;
    /** Generation of each graph that was seen at the beat before: its report follows one beat later. */
    private final Map<String, Long> noticed = new TreeMap<>();

    private OperatorStandIn(KubernetesClient client, String namespace, Replicas replicas) {
        this.client = client;
        this.namespace = namespace;
        this.replicas = replicas;
        this.loop = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "operator-stand-in");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How the replicas of a component come about. */
    public interface Replicas {
        /** Brings the replicas of a component closer to the count asked for, and tells how many there are. */
        Count converge(Component component);

        /**
         * @param existing replicas that are there and not draining
         * @param ready those that serve
         */
        record Count(int existing, int ready) {}
    }

    /**
     * A component of a graph.
     *
     * @param labels that its pods carry
     */
    public record Component(
            String namespace,
            String graph,
            String name,
            String type,
            int replicas,
            int nodes,
            int gpus,
            Map<String, String> labels) {}

    /** Starts it. Replicas are pods made by {@code replicas}. */
    public static OperatorStandIn start(KubernetesClient client, String namespace, Replicas replicas) {
        var operator = new OperatorStandIn(client, namespace, replicas);
        Future<?> unused =
                operator.loop.scheduleWithFixedDelay(operator::beat, 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        return operator;
    }

    private void beat() {
        try {
            for (GenericKubernetesResource graph : list("DynamoGraphDeployment")) {
                if (graph.getMetadata().getDeletionTimestamp() == null) {
                    reconcile(graph);
                }
            }
        } catch (KubernetesClientException e) {
            // somebody else wrote at the same time, or the namespace is going away: the next beat sees what is so then
        }
    }

    private List<GenericKubernetesResource> list(String kind) {
        return client.genericKubernetesResources(API, kind)
                .inNamespace(namespace)
                .list()
                .getItems();
    }

    private void reconcile(GenericKubernetesResource graph) {
        String name = graph.getMetadata().getName();
        List<Map<String, Object>> components = components(graph);
        for (Map<String, Object> component : components) {
            follow(graph, component, components.indexOf(component));
        }
        long generation = graph.getMetadata().getGeneration();
        Long before = noticed.put(name, generation);
        if (before == null || before != generation) {
            return; // the stale moment
        }
        report(graph, components, generation);
    }

    /** The adapter is the source of truth of the component that it owns. */
    private void follow(GenericKubernetesResource graph, Map<String, Object> component, int index) {
        if (component.get("scalingAdapter") == null) {
            return;
        }
        String graphName = graph.getMetadata().getName();
        String componentName = String.valueOf(component.get("name"));
        String adapterName = graphName + "-" + componentName.toLowerCase(Locale.ROOT);
        var adapters = client.genericKubernetesResources(API, "DynamoGraphDeploymentScalingAdapter")
                .inNamespace(namespace);
        GenericKubernetesResource adapter = adapters.withName(adapterName).get();
        int now = number(component, "replicas", 1);
        if (adapter == null) {
            adapters.resource(adapter(graph, adapterName, componentName, now)).create();
            return;
        }
        int wanted = number(map(adapter.getAdditionalProperties().get("spec")), "replicas", now);
        if (wanted != now) {
            client.genericKubernetesResources(API, "DynamoGraphDeployment")
                    .inNamespace(namespace)
                    .withName(graphName)
                    .patch(
                            PatchContext.of(PatchType.JSON),
                            "[{\"op\":\"test\",\"path\":\"/spec/components/" + index + "/name\",\"value\":\""
                                    + componentName
                                    + "\"},{\"op\":\"add\",\"path\":\"/spec/components/" + index
                                    + "/replicas\",\"value\":" + wanted + "}]");
        }
    }

    private GenericKubernetesResource adapter(
            GenericKubernetesResource graph, String name, String component, int replicas) {
        GenericKubernetesResource adapter = new GenericKubernetesResource();
        adapter.setApiVersion(API);
        adapter.setKind("DynamoGraphDeploymentScalingAdapter");
        adapter.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(Map.of(GRAPH_LABEL, graph.getMetadata().getName(), COMPONENT_LABEL, component))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(API)
                        .withKind("DynamoGraphDeployment")
                        .withName(graph.getMetadata().getName())
                        .withUid(graph.getMetadata().getUid())
                        .withController(true)
                        .build())
                .build());
        adapter.setAdditionalProperty(
                "spec",
                Map.of(
                        "replicas",
                        replicas,
                        "dgdRef",
                        Map.of("name", graph.getMetadata().getName(), "componentName", component)));
        return adapter;
    }

    private void report(GenericKubernetesResource graph, List<Map<String, Object>> components, long generation) {
        Map<String, Object> reported = new LinkedHashMap<>();
        boolean ready = true;
        for (Map<String, Object> c : components) {
            Component component = component(graph, c);
            Replicas.Count count = replicas.converge(component);
            ready &= count.ready() == component.replicas() && count.existing() == component.replicas();
            reported.put(
                    component.name(),
                    Map.of(
                            "componentKind", "Deployment",
                            "componentNames",
                                    List.of(component.graph() + "-"
                                            + component.name().toLowerCase(Locale.ROOT)),
                            "runtimeNamespace", component.namespace() + "-" + component.graph(),
                            "replicas", count.existing(),
                            "updatedReplicas", count.existing(),
                            "readyReplicas", count.ready(),
                            "availableReplicas", count.ready()));
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("observedGeneration", generation);
        status.put("state", ready ? "successful" : "pending");
        status.put(
                "conditions",
                List.of(Map.of(
                        "type",
                        "Ready",
                        "status",
                        ready ? "True" : "False",
                        "reason",
                        ready ? "all_resources_are_ready" : "some_resources_are_not_ready",
                        "message",
                        "",
                        "observedGeneration",
                        generation,
                        "lastTransitionTime",
                        "2026-01-01T00:00:00Z")));
        status.put("components", reported);
        if (!same(status, graph.getAdditionalProperties().get("status"))) {
            graph.setAdditionalProperty("status", status);
            client.genericKubernetesResources(API, "DynamoGraphDeployment")
                    .inNamespace(namespace)
                    .resource(graph)
                    .updateStatus();
        }
    }

    private static boolean same(Object a, @Nullable Object b) {
        return Serialization.asJson(a).equals(b == null ? "" : Serialization.asJson(b));
    }

    private Component component(GenericKubernetesResource graph, Map<String, Object> c) {
        String name = String.valueOf(c.get("name"));
        String type = String.valueOf(c.getOrDefault("type", ""));
        Map<String, Object> multinode = map(c.get("multinode"));
        String graphName = graph.getMetadata().getName();
        return new Component(
                namespace,
                graphName,
                name,
                type,
                number(c, "replicas", 1),
                multinode.isEmpty() ? 1 : number(multinode, "nodeCount", 2),
                type.equals("frontend") || type.equals("planner") ? 0 : 1,
                Map.of(
                        GRAPH_LABEL,
                        graphName,
                        COMPONENT_LABEL,
                        name,
                        "nvidia.com/dynamo-component-type",
                        type,
                        "nvidia.com/dynamo-namespace",
                        namespace + "-" + graphName));
    }

    private static List<Map<String, Object>> components(GenericKubernetesResource graph) {
        Object components = map(graph.getAdditionalProperties().get("spec")).get("components");
        List<Map<String, Object>> list = new ArrayList<>();
        if (components instanceof List<?> items) {
            items.forEach(item -> list.add(map(item)));
        }
        return list;
    }

    @SuppressWarnings("unchecked") // JSON objects have text keys
    private static Map<String, Object> map(@Nullable Object json) {
        return json instanceof Map<?, ?> object ? (Map<String, Object>) object : Map.of();
    }

    private static int number(Map<String, Object> object, String field, int absent) {
        return object.get(field) instanceof Number number ? number.intValue() : absent;
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }
}
