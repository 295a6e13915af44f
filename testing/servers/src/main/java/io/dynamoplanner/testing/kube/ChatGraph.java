package io.dynamoplanner.testing.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/** The graph {@code chat}: a frontend, and prefill and decode workers of one GPU each, scaled through adapters. */
public final class ChatGraph {
    /** Its name. */
    public static final String NAME = "chat";

    /** Name of the model that it serves. */
    public static final String MODEL = "m";

    private static final String API = "nvidia.com/v1beta1";
    private static final String KIND = "DynamoGraphDeployment";

    private final KubernetesClient client;
    private final String namespace;

    /** A graph that need not exist yet. */
    public ChatGraph(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Creates it with this many replicas of each role. */
    public void create(int prefill, int decode) {
        client.resource("""
                        apiVersion: nvidia.com/v1beta1
                        kind: DynamoGraphDeployment
                        metadata: {name: chat, namespace: %s}
                        spec:
                          backendFramework: vllm
                          components:
                            - {name: Frontend, type: frontend, replicas: 1}
                            - name: Prefill
                              type: prefill
                              replicas: %d
                              scalingAdapter: {}
                              podTemplate: {spec: {containers: [{name: main, args: [--model, m], resources: {limits: {nvidia.com/gpu: "1"}}}]}}
                            - name: Decode
                              type: decode
                              replicas: %d
                              scalingAdapter: {}
                              podTemplate: {spec: {containers: [{name: main, args: [--model, m], resources: {limits: {nvidia.com/gpu: "1"}}}]}}
                        """.formatted(namespace, prefill, decode)).create();
    }

    /** Replicas that the specification asks for, of {@code Prefill} for instance. */
    public int replicas(String component) {
        Iterable<Map<String, Object>> components = read().get("spec", "components");
        for (Map<String, Object> each : components) {
            if (component.equals(each.get("name")) && each.get("replicas") instanceof Number n) {
                return n.intValue();
            }
        }
        throw new IllegalArgumentException("no component " + component);
    }

    /** Replicas that the status calls ready; 0 before there is one. */
    public int ready(String component) {
        return read().get("status", "components", component, "readyReplicas") instanceof Number n ? n.intValue() : 0;
    }

    private GenericKubernetesResource read() {
        return client.genericKubernetesResources(API, KIND)
                .inNamespace(namespace)
                .withName(NAME)
                .get();
    }
}
