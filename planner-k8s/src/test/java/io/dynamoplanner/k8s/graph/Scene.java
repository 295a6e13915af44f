package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.graph.GraphId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A graph under construction, for tests. Generation 5, observed, one decode component unless told otherwise. */
final class Scene {
    static final GraphId ID = new GraphId("serving", "chat");

    long generation = 5;
    OptionalLong observed = OptionalLong.of(5);
    Optional<Graph.Condition> ready = Optional.empty();
    String phase = "";
    Set<String> restarting = Set.of();
    final Map<String, String> annotations = new HashMap<>();
    final List<Component> components = new ArrayList<>();
    final Map<String, ComponentStatus> statuses = new HashMap<>();
    final List<Adapter> adapters = new ArrayList<>();
    final List<PodState> pods = new ArrayList<>();
    final List<ModelCard> cards = new ArrayList<>();

    /** A graph with a component {@code decode}. */
    static Scene decode(int replicas) {
        return new Scene().with(component("decode", "decode", replicas));
    }

    Scene with(Component component) {
        components.removeIf(c -> c.name().equals(component.name()));
        components.add(component);
        return this;
    }

    Scene status(String component, ComponentStatus status) {
        statuses.put(component, status);
        return this;
    }

    /** All counts of {@code decode} alike. */
    Scene all(int replicas) {
        return status("decode", counts(replicas, replicas, replicas, replicas));
    }

    Scene observed(long generation) {
        observed = OptionalLong.of(generation);
        return this;
    }

    Scene ready(boolean met, String message) {
        ready = Optional.of(
                new Graph.Condition(met, "some_reason", message, OptionalLong.of(generation), Optional.empty()));
        return this;
    }

    Scene phase(String rollingUpdatePhase) {
        phase = rollingUpdatePhase;
        return this;
    }

    Scene adapter(String component, int replicas) {
        adapters.add(new Adapter(Names.adapter(ID.name(), component), ID.name(), component, replicas, "1", false));
        return this;
    }

    Scene pods(int count, boolean terminating) {
        for (int i = 0; i < count; i++) {
            pods.add(new PodState("pod-" + pods.size(), "decode", "Running", true, terminating, "", false));
        }
        return this;
    }

    GraphSnapshot snapshot() {
        return new GraphSnapshot(graph(), adapters, pods, cards);
    }

    Graph graph() {
        return new Graph(
                ID,
                "uid",
                "100",
                generation,
                false,
                GraphApi.V1BETA1,
                annotations,
                components,
                new Graph.Status(observed, "pending", ready, statuses, phase, restarting));
    }

    static Component component(String name, String type, int replicas) {
        return new Component(
                name,
                type,
                replicas,
                true,
                false,
                OptionalInt.empty(),
                1,
                OptionalInt.of(1),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
    }

    static Component owned(String name, String type, int replicas) {
        Component c = component(name, type, replicas);
        return new Component(
                name,
                type,
                replicas,
                true,
                true,
                c.minAvailable(),
                1,
                c.gpusPerPod(),
                c.model(),
                c.endpoint(),
                false,
                false);
    }

    static Component wide(String name, String type, int replicas, int nodes, OptionalInt gpusPerPod) {
        Component c = component(name, type, replicas);
        return new Component(
                name,
                type,
                replicas,
                true,
                false,
                c.minAvailable(),
                nodes,
                gpusPerPod,
                c.model(),
                c.endpoint(),
                false,
                false);
    }

    static Component serving(String name, String type, @Nullable String model) {
        Component c = component(name, type, 1);
        return new Component(
                name,
                type,
                1,
                true,
                false,
                c.minAvailable(),
                1,
                c.gpusPerPod(),
                Optional.ofNullable(model),
                c.endpoint(),
                false,
                false);
    }

    static ComponentStatus counts(
            @Nullable Integer replicas,
            @Nullable Integer updated,
            @Nullable Integer ready,
            @Nullable Integer available) {
        return status("Deployment", null, replicas, updated, ready, available, null, null, null, null);
    }

    static ComponentStatus status(
            String kind,
            @Nullable String namespace,
            @Nullable Integer replicas,
            @Nullable Integer updated,
            @Nullable Integer ready,
            @Nullable Integer available,
            @Nullable Integer scheduled,
            @Nullable Integer gpus,
            @Nullable String model,
            @Nullable String runtimeComponent) {
        return new ComponentStatus(
                kind,
                List.of("chat-decode-abc"),
                Optional.ofNullable(namespace),
                count(replicas),
                count(updated),
                count(ready),
                count(available),
                count(scheduled),
                count(gpus),
                Optional.ofNullable(model),
                Optional.ofNullable(runtimeComponent));
    }

    private static OptionalInt count(@Nullable Integer count) {
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }
}
