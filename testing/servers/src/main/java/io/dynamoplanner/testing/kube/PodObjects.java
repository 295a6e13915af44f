package io.dynamoplanner.testing.kube;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Replicas as bare pod objects on an API server without nodes: they become ready after a while, and when they are deleted
 * a finalizer keeps them terminating for a while.
 */
public final class PodObjects implements OperatorStandIn.Replicas {
    private static final String DRAINING = "test.dynamoplanner.io/draining";

    private final KubernetesClient client;
    private final Duration startUp;
    private final Duration drain;
    private final Map<String, Instant> since = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger mostGpus = new AtomicInteger();

    public PodObjects(KubernetesClient client, Duration startUp, Duration drain) {
        this.client = client;
        this.startUp = startUp;
        this.drain = drain;
    }

    /** Most GPUs that pods held at the same time so far. */
    public int mostGpus() {
        return mostGpus.get();
    }

    @Override
    public Count converge(OperatorStandIn.Component component) {
        Instant now = Instant.now();
        List<Pod> pods = client.pods()
                .inNamespace(component.namespace())
                .withLabels(component.labels())
                .list()
                .getItems();
        List<Pod> staying = new ArrayList<>();
        for (Pod pod : pods) {
            if (pod.getMetadata().getDeletionTimestamp() == null) {
                staying.add(pod);
            } else if (!leaves(pod).isAfter(now)) {
                release(pod);
            }
        }
        int wanted = component.replicas() * component.nodes();
        for (int i = staying.size(); i < wanted; i++) {
            create(component);
        }
        for (int i = wanted; i < staying.size(); i++) {
            Pod surplus = staying.get(i);
            since.put("drain " + surplus.getMetadata().getUid(), now.plus(drain));
            client.resource(surplus).delete();
        }
        int ready = 0;
        int kept = Math.min(staying.size(), wanted);
        for (Pod pod : staying.subList(0, kept)) {
            if (isReady(pod)) {
                ready++;
            } else if (!since.computeIfAbsent("start " + pod.getMetadata().getUid(), uid -> now.plus(startUp))
                    .isAfter(now)) {
                markReady(pod);
            }
        }
        count(component.namespace());
        return new Count(Math.max(kept, wanted) / component.nodes(), ready / component.nodes());
    }

    private void count(String namespace) {
        int gpus = client.pods()
                .inNamespace(namespace)
                .withLabel("test.dynamoplanner.io/gpus", "1")
                .list()
                .getItems()
                .size();
        mostGpus.accumulateAndGet(gpus, Math::max);
    }

    private Instant leaves(Pod pod) {
        return since.getOrDefault("drain " + pod.getMetadata().getUid(), Instant.EPOCH);
    }

    private void create(OperatorStandIn.Component component) {
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(component.graph() + "-" + component.name().toLowerCase(Locale.ROOT) + "-"
                                + number.incrementAndGet())
                        .withNamespace(component.namespace())
                        .withLabels(component.labels())
                        .addToLabels("test.dynamoplanner.io/gpus", String.valueOf(component.gpus()))
                        .addToFinalizers(DRAINING)
                        .endMetadata()
                        .withNewSpec()
                        .addToContainers(new ContainerBuilder()
                                .withName("main")
                                .withImage("none")
                                .build())
                        .endSpec()
                        .build())
                .create();
    }

    private void markReady(Pod pod) {
        client.resource(new PodBuilder(pod)
                        .withNewStatus()
                        .withPhase("Running")
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build())
                .patchStatus();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    private void release(Pod pod) {
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .edit(p -> new PodBuilder(p)
                            .editMetadata()
                            .withFinalizers()
                            .endMetadata()
                            .build());
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw e;
            }
        }
    }
}
