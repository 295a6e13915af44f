package io.dynamoplanner.testing.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.testing.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = "FULL_PLANE", matches = "true")
final class FullPlaneTest {
    private static final Duration POD_START = Duration.ofSeconds(2);
    private static final Map<String, String> LABELS = Map.of("app", "decode");

    @Test
    void podsOfADeploymentBecomeReadyAfterTheDelayAsFarAsThereAreGpus() {
        try (var plane = FullPlane.start(new FakeNodes(2, 4), POD_START)) {
            KubernetesClient admin = plane.kube().admin();
            String namespace = plane.kube().newNamespace("full");
            admin.resource(deployment(3)).inNamespace(namespace).create();
            Await.until("three ready pods", () -> ready(admin, namespace) == 3);
            assertThat(pods(admin, namespace))
                    .allSatisfy(pod -> assertThat(startTime(pod)).isGreaterThanOrEqualTo(POD_START.minusSeconds(1)));

            admin.apps().deployments().inNamespace(namespace).withName("decode").scale(5);
            Await.until("fourth pod", () -> ready(admin, namespace) == 4);
            assertThat(pods(admin, namespace))
                    .as("two nodes of four GPUs have room for four pods of two")
                    .hasSize(5)
                    .filteredOn(
                            pod -> condition(pod, "PodScheduled").getStatus().equals("False"))
                    .singleElement()
                    .satisfies(pod -> assertThat(condition(pod, "PodScheduled").getMessage())
                            .contains("Insufficient nvidia.com/gpu"));

            admin.apps().deployments().inNamespace(namespace).withName("decode").scale(0);
            Await.until("end of all pods", () -> pods(admin, namespace).isEmpty());
        }
    }

    private static long ready(KubernetesClient admin, String namespace) {
        Integer ready = admin.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("decode")
                .get()
                .getStatus()
                .getReadyReplicas();
        return ready == null ? 0 : ready;
    }

    private static List<Pod> pods(KubernetesClient admin, String namespace) {
        return admin.pods().inNamespace(namespace).list().getItems();
    }

    /** From its node to readiness; the times of conditions are whole seconds. */
    private static Duration startTime(Pod pod) {
        return Duration.between(
                Instant.parse(condition(pod, "PodScheduled").getLastTransitionTime()),
                Instant.parse(condition(pod, "Ready").getLastTransitionTime()));
    }

    private static PodCondition condition(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static Deployment deployment(int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("decode")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(LABELS)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("worker:1.0.0")
                .withNewResources()
                .addToLimits("nvidia.com/gpu", new Quantity("2"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
