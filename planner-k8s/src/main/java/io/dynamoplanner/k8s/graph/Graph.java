package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.graph.GraphId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A DynamoGraphDeployment as the planner sees it; the same for both versions of the API. Made for reading only: what is
 * written are patches, so that fields unknown here are never lost.
 *
 * @param components in the order of the specification
 */
public record Graph(
        GraphId id,
        String uid,
        String resourceVersion,
        long generation,
        boolean deleting,
        GraphApi api,
        Map<String, String> annotations,
        List<Component> components,
        Status status) {
    public Graph {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        annotations = Map.copyOf(annotations);
        components = List.copyOf(components);
    }

    /**
     * What the operator reports.
     *
     * @param observedGeneration generation that the report is about; a smaller one than the graph's is stale
     * @param state coarse state, {@code successful} for instance; empty if not given
     * @param ready the condition Ready; empty before the first
     * @param components by name
     * @param rollingUpdatePhase {@code Pending}, {@code InProgress}, {@code Completed}, {@code Failed}; empty if there is none
     */
    public record Status(
            OptionalLong observedGeneration,
            String state,
            Optional<Condition> ready,
            Map<String, ComponentStatus> components,
            String rollingUpdatePhase) {
        public Status {
            components = Map.copyOf(components);
        }
    }

    /**
     * A condition.
     *
     * @param met whether its status is True
     * @param observedGeneration generation that it is about; empty if not given
     */
    public record Condition(
            boolean met, String reason, String message, OptionalLong observedGeneration, Optional<Instant> since) {}

    /** Whether the report is about the specification as it stands. */
    public boolean isObserved() {
        return status.observedGeneration().isPresent()
                && status.observedGeneration().getAsLong() >= generation;
    }

    public Optional<Component> component(String name) {
        return components.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
