package io.dynamoplanner.k8s.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1alpha1;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import io.dynamoplanner.k8s.resource.OpenResource;
import io.dynamoplanner.k8s.resource.ScalingAdapterV1beta1;
import io.dynamoplanner.k8s.resource.WorkerMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** Objects as users, the operator and workers write them. */
final class Samples {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    static GraphDeploymentV1beta1 graph(GraphId id, int decodeReplicas) {
        return filled(new GraphDeploymentV1beta1(), id, """
                {"components": [
                  {"name": "Frontend", "type": "frontend", "replicas": 1},
                  {"name": "Decode", "type": "decode", "replicas": %d, "scalingAdapter": {}}]}""".formatted(decodeReplicas));
    }

    static GraphDeploymentV1alpha1 olderGraph(GraphId id, int decodeReplicas) {
        return filled(new GraphDeploymentV1alpha1(), id, """
                {"services": {
                  "Frontend": {"componentType": "frontend", "replicas": 1},
                  "Decode": {"componentType": "worker", "subComponentType": "decode", "replicas": %d}}}""".formatted(decodeReplicas));
    }

    static ScalingAdapterV1beta1 adapter(String name, GraphId graph, String component, int replicas) {
        return filled(new ScalingAdapterV1beta1(), new GraphId(graph.namespace(), name), """
                {"replicas": %d, "dgdRef": {"name": "%s", "componentName": "%s"}}""".formatted(
                        replicas, graph.name(), component));
    }

    /** Of the pod with the same name. */
    static WorkerMetadata worker(GraphId graph, String pod, String runtimeNamespace) {
        WorkerMetadata worker =
                filled(new WorkerMetadata(), new GraphId(graph.namespace(), pod), """
                {"data": {"model_cards": {"one": {
                  "type": "Model", "namespace": "%s", "component": "backend", "endpoint": "generate",
                  "instance_id": 18446744073709551000,
                  "card_json": {"display_name": "example/model", "runtime_config": {"total_kv_blocks": 1024}}}}}}""".formatted(runtimeNamespace));
        worker.getMetadata()
                .getOwnerReferences()
                .add(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(pod)
                        .withUid("00000000-0000-0000-0000-000000000000")
                        .build());
        return worker;
    }

    static Pod pod(GraphId graph, String name, String component) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(graph.namespace())
                .withName(name)
                .addToLabels("nvidia.com/dynamo-graph-deployment-name", graph.name())
                .addToLabels("nvidia.com/dynamo-component", component)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("registry.example/engine:1")
                .endContainer()
                .endSpec()
                .build();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static <T extends OpenResource> T filled(T resource, GraphId id, String spec) {
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withNamespace(id.namespace())
                .withName(id.name())
                .build();
        resource.setMetadata(metadata);
        resource.setSpec(json(spec));
        return resource;
    }
}
