package io.dynamoplanner.k8s.graph;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads what the operator reports. The versions differ in one name only. */
final class StatusReader {
    private StatusReader() {}

    static Graph.Status read(Part status, GraphApi api) {
        Optional<Graph.Condition> ready = status.items("conditions").stream()
                .filter(condition -> condition.text("type").equals(Optional.of("Ready")))
                .findFirst()
                .map(StatusReader::condition);
        OptionalLong observed = status.number("observedGeneration");
        Map<String, ComponentStatus> components = new HashMap<>();
        status.child(api == GraphApi.V1BETA1 ? "components" : "services")
                .entries()
                .forEach((name, part) -> components.put(name, component(part)));
        return new Graph.Status(
                observed.isPresent()
                        ? observed
                        : ready.map(Graph.Condition::observedGeneration).orElse(OptionalLong.empty()),
                status.text("state").orElse(""),
                ready,
                components,
                status.child("rollingUpdate").text("phase").orElse(""),
                Set.copyOf(status.child("restart").texts("inProgress")));
    }

    private static Graph.Condition condition(Part condition) {
        return new Graph.Condition(
                condition.text("status").orElse("").equalsIgnoreCase("true"),
                condition.text("reason").orElse(""),
                condition.text("message").orElse(""),
                condition.number("observedGeneration"),
                condition.text("lastTransitionTime").flatMap(StatusReader::instant));
    }

    private static ComponentStatus component(Part part) {
        List<String> objects = part.texts("componentNames");
        return new ComponentStatus(
                part.text("componentKind").orElse(""),
                objects.isEmpty() ? part.text("componentName").stream().toList() : objects,
                part.text("runtimeNamespace"),
                part.count("replicas"),
                part.count("updatedReplicas"),
                part.count("readyReplicas"),
                part.count("availableReplicas"),
                part.count("scheduledReplicas"),
                positive(part.count("gpusPerReplica")),
                part.text("servedModelName"),
                part.text("runtimeComponentName"));
    }

    /** The operator reports zero GPUs where it does not know them, and for engines that are simulated. */
    private static OptionalInt positive(OptionalInt count) {
        return count.orElse(0) > 0 ? count : OptionalInt.empty();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
