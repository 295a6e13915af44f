package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.graph.GraphId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A DynamoGraphDeployment as the planner sees it; the same for both versions of the API. Made for reading only: what is
 * written are patches, so that fields unknown here are never lost.
 *
 * @param generation counts the changes of the specification
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
     * @param restarting names of the components that are being restarted
     */
    public record Status(
            OptionalLong observedGeneration,
            String state,
            Optional<Condition> ready,
            Map<String, ComponentStatus> components,
            String rollingUpdatePhase,
            Set<String> restarting) {
        public Status {
            components = Map.copyOf(components);
            restarting = Set.copyOf(restarting);
        }

        /** Whether replicas are being replaced by a new version, or their replacement has failed. */
        public boolean isRolling() {
            return !rollingUpdatePhase.isEmpty() && !rollingUpdatePhase.equals("Completed");
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

    /** Whether the report is about the specification as it stands. Not if nobody says so. */
    public boolean isObserved() {
        return status.observedGeneration().isPresent()
                && status.observedGeneration().getAsLong() >= generation;
    }

    public Optional<Component> component(String name) {
        return components.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** What the operator reports of a component. */
    public Optional<ComponentStatus> status(String component) {
        return Optional.ofNullable(status.components().get(component));
    }

    /** Generations of workers that are in force, by their hash; empty if the operator does not name them. */
    public List<String> workerHashes() {
        return Stream.of(Labels.CURRENT_WORKER_HASH, Labels.CURRENT_WORKER_HASH_V2)
                .map(key -> annotations.getOrDefault(key, ""))
                .filter(hash -> !hash.isEmpty())
                .toList();
    }
}
