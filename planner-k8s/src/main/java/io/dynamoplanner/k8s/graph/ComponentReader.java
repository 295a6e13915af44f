package io.dynamoplanner.k8s.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dynamoplanner.core.finding.Finding;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads one component; what the versions spell differently is in {@code v1beta1} and {@code v1alpha1}. */
final class ComponentReader {
    /** What brings pods of its own: none of them is a replica. */
    private static final List<String> SIDE_PODS = List.of("gpuMemoryService", "failover", "checkpoint");

    private static final List<String> NEVER_SCALED = List.of("frontend", "planner", "epp");

    /** Pods of a replica where a component says that there are several, but not how many; so the API defaults it. */
    private static final int USUAL_NODES = 2;

    private final GpuResources gpus;

    ComponentReader(GpuResources gpus) {
        this.gpus = gpus;
    }

    Optional<Component> v1beta1(Part part, Map<String, String> graphEnvironment) {
        Optional<String> name = part.text("name");
        if (name.isEmpty()) {
            part.problems().missing(part.path("name"), "components are addressed by name");
            return Optional.empty();
        }
        Part template = part.child("podTemplate").child("spec");
        Part main = template.items("containers").stream()
                .filter(container -> container.text("name").equals(Optional.of("main")))
                .findFirst()
                .orElseGet(() -> Part.of(MissingNode.getInstance(), template.path("containers"), part.problems()));
        Part resources = main.child("resources");
        var engine = new Engine(
                main,
                resources.child("limits").fields(),
                resources.child("requests").fields(),
                graphEnvironment);
        // That it is there is what counts; asked for as an object only so that anything else is a finding.
        part.child("scalingAdapter");
        boolean adapterOwned = part.has("scalingAdapter");
        return Optional.of(component(
                name.get(), lowerCase(part.text("type")), adapterOwned, part, engine, part.child("experimental")));
    }

    Component v1alpha1(String name, Part part, Map<String, String> graphEnvironment) {
        Part main = part.child("extraPodSpec").child("mainContainer");
        Part beside = part.child("resources");
        Part resources = main.child("resources");
        var environment = new HashMap<>(graphEnvironment);
        readEnvironment(part, "envs", environment);
        var engine = new Engine(
                main,
                merged(resources.child("limits"), beside.child("limits")),
                merged(resources.child("requests"), beside.child("requests")),
                environment);
        String type = type(lowerCase(part.text("componentType")), lowerCase(part.text("subComponentType")));
        return component(name, type, part.child("scalingAdapter").flag("enabled"), part, engine, part);
    }

    /**
     * The container of the engine.
     *
     * @param environment what it inherits
     */
    private record Engine(
            Part main, Map<String, JsonNode> limits, Map<String, JsonNode> requests, Map<String, String> environment) {}

    private Component component(
            String name, String type, boolean adapterOwned, Part part, Engine engine, Part experimental) {
        var environment = new HashMap<>(engine.environment);
        readEnvironment(engine.main, "env", environment);
        var arguments = new EngineArguments(List.of(engine.main.raw("command"), engine.main.raw("args")), environment);
        OptionalInt replicas = part.count(
                "replicas", NEVER_SCALED.contains(type) ? Finding.Severity.WARNING : Finding.Severity.BLOCKING);
        OptionalInt nodes = nodes(part, name);
        OptionalInt gpusPerPod = gpus.perPod(engine.limits, engine.requests, name, part.problems());
        return new Component(
                name,
                type,
                replicas.orElse(1),
                replicas.isPresent(),
                adapterOwned,
                part.count("minAvailable"),
                nodes.orElse(1),
                // Without the number of nodes the GPUs of a replica are not known either.
                nodes.isPresent() ? gpusPerPod : OptionalInt.empty(),
                arguments.model().or(() -> part.child("modelRef").text("name")),
                arguments.endpoint(),
                part.flag("globalDynamoNamespace"),
                SIDE_PODS.stream().anyMatch(field -> isOn(experimental, field)));
    }

    /** Empty if it stands there and makes no sense. */
    private static OptionalInt nodes(Part part, String name) {
        Part multinode = part.child("multinode");
        if (!multinode.isThere()) {
            return part.has("multinode") ? OptionalInt.empty() : OptionalInt.of(1);
        }
        if (!multinode.has("nodeCount")) {
            return OptionalInt.of(USUAL_NODES);
        }
        JsonNode value = multinode.raw("nodeCount");
        long nodes = Part.whole(value).orElse(0);
        if (nodes < 1 || nodes > Part.MOST_REPLICAS) {
            part.problems()
                    .warning(
                            "node-count-invalid",
                            "Invalid multinode.nodeCount '" + value.asText() + "' for component '" + name
                                    + "'. nodeCount must be a positive integer.",
                            "correct multinode.nodeCount of the component");
            return OptionalInt.empty();
        }
        return OptionalInt.of((int) nodes);
    }

    private static boolean isOn(Part part, String field) {
        if (!part.has(field)) {
            return false;
        }
        Part feature = part.child(field);
        return !feature.has("enabled") || feature.flag("enabled");
    }

    /** The older version tells workers apart in a second field, and has more types than the newer one. */
    private static String type(String type, String subType) {
        boolean telling = subType.equals("prefill") || subType.equals("decode");
        return telling && (type.isEmpty() || type.equals("worker")) ? subType : type;
    }

    /** GPUs stand beside the pod in the older version, under a name of their own; they come before those of the container. */
    private static Map<String, JsonNode> merged(Part container, Part beside) {
        var resources = new LinkedHashMap<>(container.fields());
        resources.putAll(beside.child("custom").fields());
        if (beside.has("gpu")) {
            resources.put(beside.text("gpuType").orElse(GpuResources.NVIDIA), beside.raw("gpu"));
        }
        return resources;
    }

    /** Adds variables with a plain value; one that takes it from elsewhere hides an outer one of the same name. */
    static void readEnvironment(Part part, String field, Map<String, String> environment) {
        for (Part variable : part.items(field)) {
            Optional<String> name = variable.text("name");
            Optional<String> value = variable.text("value");
            if (name.isPresent() && value.isPresent()) {
                environment.put(name.get(), value.get());
            } else {
                name.ifPresent(environment::remove);
            }
        }
    }

    private static String lowerCase(Optional<String> text) {
        return text.orElse("").toLowerCase(Locale.ROOT);
    }
}
