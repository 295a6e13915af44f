package io.dynamoplanner.k8s.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dynamoplanner.k8s.resource.PodMeta;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a pod. One whose phase makes no sense is taken for one that holds its GPUs. */
public final class PodReader {
    private PodReader() {}

    /** Name of the graph that a pod belongs to; empty if it belongs to none. */
    public static Optional<String> graphOf(PodMeta resource) {
        return Optional.ofNullable(labels(resource).get(Labels.GRAPH));
    }

    public static PodState read(PodMeta resource) {
        var labels = labels(resource);
        JsonNode status = resource.getStatus();
        return new PodState(
                Objects.requireNonNullElse(resource.getMetadata().getName(), ""),
                labels.getOrDefault(Labels.COMPONENT, ""),
                status.path("phase").asText("Unknown"),
                condition(status, "Ready").path("status").asText().equals("True"),
                resource.isMarkedForDeletion(),
                labels.getOrDefault(Labels.WORKER_HASH, ""),
                isUnschedulable(condition(status, "PodScheduled")));
    }

    /** A pod that waits at a gate of its group has not been refused a node. */
    private static boolean isUnschedulable(JsonNode scheduled) {
        return scheduled.path("status").asText().equals("False")
                && scheduled.path("reason").asText().equals("Unschedulable");
    }

    private static JsonNode condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }

    private static Map<String, String> labels(PodMeta resource) {
        return Objects.requireNonNullElse(resource.getMetadata().getLabels(), Map.of());
    }
}
