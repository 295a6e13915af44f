package io.dynamoplanner.testing.kube;

import io.dynamoplanner.testing.Await;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/**
 * Nodes that exist in the API server only; whatever is scheduled to them "runs" without running.
 *
 * @param count how many; they are called {@code fake-0} and so on
 * @param gpusEach allocatable {@code nvidia.com/gpu} of each; there is always enough CPU and memory for 1,000 pods
 */
public record FakeNodes(int count, int gpusEach) {
    private static final String PODS = "1000";

    /** Refuses counts that make no cluster. */
    public FakeNodes {
        if (count < 1 || gpusEach < 0) {
            throw new IllegalArgumentException(
                    "a cluster needs a node, and no node has less than 0 GPUs: " + count + " x " + gpusEach);
        }
    }

    /** Creates them and waits until pods can be scheduled to each. */
    void create(KubernetesClient admin) {
        for (int i = 0; i < count; i++) {
            admin.nodes().resource(node("fake-" + i)).create();
        }
        Await.until(
                "ready nodes", () -> admin.nodes().list().getItems().stream().allMatch(FakeNodes::isSchedulable));
    }

    private Node node(String name) {
        Map<String, Quantity> capacity = Map.of(
                "cpu", new Quantity("1000"),
                "memory", new Quantity("4Ti"),
                "pods", new Quantity(PODS),
                "nvidia.com/gpu", new Quantity(String.valueOf(gpusEach)));
        return new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .addToAnnotations("kwok.x-k8s.io/node", "fake")
                .addToLabels("kubernetes.io/hostname", name)
                .endMetadata()
                .withNewStatus()
                .withCapacity(capacity)
                .withAllocatable(capacity)
                .endStatus()
                .build();
    }

    /** A new node is tainted until a controller has seen that it is ready. */
    private static boolean isSchedulable(Node node) {
        boolean ready = node.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
        return ready && node.getSpec().getTaints().isEmpty();
    }
}
