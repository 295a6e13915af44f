package io.dynamoplanner.k8s.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.resource.GraphDeployment;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads a graph of either version. Never throws: what makes no sense reads as absent and is a finding. */
public final class GraphReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ComponentReader components;

    public GraphReader(GpuResources gpus) {
        components = new ComponentReader(gpus);
    }

    /** The graph, and a finding for each field that was there but made no sense. */
    public Parsed<Graph> read(GraphDeployment resource) {
        ObjectMeta metadata = resource.getMetadata();
        var id = new GraphId(
                Objects.requireNonNullElse(metadata.getNamespace(), ""),
                Objects.requireNonNullElse(metadata.getName(), ""));
        var problems = new Problems("graph-field-invalid", "graph " + id);
        GraphApi api = resource instanceof GraphDeploymentV1beta1 ? GraphApi.V1BETA1 : GraphApi.V1ALPHA1;
        Part spec = Part.of(resource.getSpec(), "spec", problems);
        Map<String, String> annotations = Objects.requireNonNullElse(metadata.getAnnotations(), Map.of());
        var graph = new Graph(
                id,
                Objects.requireNonNullElse(metadata.getUid(), ""),
                Objects.requireNonNullElse(metadata.getResourceVersion(), ""),
                // Without a generation nothing can have been observed of it.
                Objects.requireNonNullElse(metadata.getGeneration(), Long.MAX_VALUE),
                resource.isMarkedForDeletion(),
                api,
                annotations,
                api == GraphApi.V1BETA1 ? v1beta1(spec) : v1alpha1(spec, annotations),
                StatusReader.read(Part.of(resource.getStatus(), "status", problems), api));
        check(graph, problems);
        return new Parsed<>(graph, problems.findings());
    }

    private static void check(Graph graph, Problems problems) {
        if (graph.components().isEmpty()) {
            problems.warning(
                    "graph-empty",
                    "DGD '" + graph.id().name() + "' has no " + graph.api().version() + " spec."
                            + (graph.api() == GraphApi.V1BETA1 ? "components" : "services"),
                    "nothing can be scaled until the graph has components");
        }
        boolean hasCounts = !graph.status().components().isEmpty();
        if (hasCounts && graph.status().observedGeneration().isEmpty()) {
            problems.warning(
                    "generation-not-reported",
                    "the operator does not say which generation of the graph its status is about, so that no change can"
                            + " be seen to have finished",
                    "upgrade the Dynamo operator");
        }
    }

    private List<Component> v1beta1(Part spec) {
        var environment = new HashMap<String, String>();
        ComponentReader.readEnvironment(spec, "env", environment);
        return spec.items("components").stream()
                .flatMap(part -> components.v1beta1(part, environment).stream())
                .toList();
    }

    /** The older version has a map; the order of the newer one is kept in an annotation, or else is that of the names. */
    private List<Component> v1alpha1(Part spec, Map<String, String> annotations) {
        var environment = new HashMap<String, String>();
        ComponentReader.readEnvironment(spec, "envs", environment);
        var unordered = new TreeMap<>(spec.child("services").entries());
        var ordered = new ArrayList<Component>();
        for (JsonNode component : annotation(annotations).path("spec").path("components")) {
            String name = component.path("name").asText();
            Part part = unordered.remove(name);
            if (part != null) {
                ordered.add(components.v1alpha1(name, part, environment));
            }
        }
        unordered.forEach((name, part) -> ordered.add(components.v1alpha1(name, part, environment)));
        return ordered;
    }

    private static JsonNode annotation(Map<String, String> annotations) {
        try {
            return JSON.readTree(annotations.getOrDefault(Labels.GRAPH_SPEC, ""));
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
