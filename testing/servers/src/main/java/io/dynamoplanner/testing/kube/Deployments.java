package io.dynamoplanner.testing.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replicas as Deployments of a {@link FullPlane}: its controllers make the pods, its scheduler places them, its simulated
 * nodes run them.
 */
public final class Deployments implements OperatorStandIn.Replicas {
    private static final String GPU = "nvidia.com/gpu";

    private final KubernetesClient client;

    /** With a client that may do everything. */
    public Deployments(KubernetesClient client) {
        this.client = client;
    }

    /** GPUs that the pods of a namespace hold now: of those that have a node, terminating ones included. */
    public static int gpusHeld(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getSpec().getNodeName() != null)
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .map(container -> container.getResources())
                .filter(resources -> resources != null && resources.getLimits() != null)
                .map(resources -> resources.getLimits().get(GPU))
                .filter(quantity -> quantity != null)
                .mapToInt(quantity -> quantity.getNumericalAmount().intValue())
                .sum();
    }

    @Override
    public Count converge(OperatorStandIn.Component component) {
        String name = component.graph() + "-" + component.name().toLowerCase(Locale.ROOT);
        var deployments = client.apps().deployments().inNamespace(component.namespace());
        Deployment found = deployments.withName(name).get();
        if (found == null) {
            deployments.resource(deployment(component, name)).create();
            return new Count(0, 0);
        }
        if (found.getSpec().getReplicas() != component.replicas()) {
            deployments.withName(name).scale(component.replicas());
        }
        return new Count(
                number(found.getStatus().getReplicas()),
                number(found.getStatus().getReadyReplicas()));
    }

    private static int number(@Nullable Integer reported) {
        return reported == null ? 0 : reported;
    }

    private static Deployment deployment(OperatorStandIn.Component component, String name) {
        Map<String, Quantity> limits =
                component.gpus() == 0 ? Map.of() : Map.of(GPU, new Quantity(String.valueOf(component.gpus())));
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(component.namespace())
                .endMetadata()
                .withNewSpec()
                .withReplicas(component.replicas())
                .withNewSelector()
                .withMatchLabels(component.labels())
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(component.labels())
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("worker:1.0.0")
                .withNewResources()
                .withLimits(limits)
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
