package io.dynamoplanner.k8s.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.call.Call;
import io.dynamoplanner.k8s.call.Target;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import java.util.List;

/**
 * Where the replicas of one component are specified, and what stands there. Every write carries a condition under which the
 * server refuses it if the field, or the object around it, is no longer what it was.
 */
sealed interface ReplicaField {
    String GRAPHS = "dynamographdeployments";
    String ADAPTERS = "dynamographdeploymentscalingadapters";

    int replicas();

    /** Version of the object around the field. */
    String resourceVersion();

    /** The object around the field. */
    Target object();

    /** The request that sets the field. */
    Call write(int to);

    /** The same field as the object shows it now. */
    Found in(JsonNode object);

    /** The same field after a write. */
    ReplicaField with(int replicas, String resourceVersion);

    /** Where the field stands in the server's notes on who wrote what. */
    List<String> managedPath();

    /**
     * The scale of an adapter. The condition is the version of the adapter: it fails as well if the adapter has been replaced
     * by one of the same name for another graph. A test of the count itself would not do: the scale of 0 replicas has no
     * such field.
     */
    record OfAdapter(Graph graph, String component, String adapter, int replicas, String resourceVersion)
            implements ReplicaField {
        @Override
        public Target object() {
            return Target.object(
                    GraphApi.GROUP, graph.api().version(), graph.id().namespace(), ADAPTERS, adapter);
        }

        @Override
        public Call write(int to) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.putObject("metadata").put("resourceVersion", resourceVersion);
            patch.putObject("spec").put("replicas", to);
            return Call.mergePatch(object().withSubresource("scale"), patch);
        }

        @Override
        public Found in(JsonNode object) {
            JsonNode spec = object.path("spec");
            JsonNode ref = spec.path("dgdRef");
            String target = ref.path(graph.api() == GraphApi.V1BETA1 ? "componentName" : "serviceName")
                    .asText();
            if (!ref.path("name").asText().equals(graph.id().name()) || !target.equals(component)) {
                return Found.deferred("adapter " + adapter + " now belongs to component " + target + " of graph "
                        + ref.path("name").asText());
            }
            if (!object.path("metadata").path("deletionTimestamp").isMissingNode()) {
                return Found.deferred("adapter " + adapter + " is being deleted");
            }
            return new Found.At(with(spec.path("replicas").asInt(), versionOf(object)));
        }

        @Override
        public ReplicaField with(int count, String version) {
            return new OfAdapter(graph, component, adapter, count, version);
        }

        @Override
        public List<String> managedPath() {
            return List.of("f:spec", "f:replicas");
        }
    }

    /**
     * An entry in the list of components. The condition is that the graph is the same, the entry still has its name at its
     * place and the count is the expected one; other parts of the graph may have changed meanwhile. An absent count cannot
     * be tested, so there the version of the graph is.
     *
     * @param given whether the count is there; if not, it is 1
     */
    record InList(Graph graph, String component, int index, int replicas, boolean given, String resourceVersion)
            implements ReplicaField {
        @Override
        public Target object() {
            return objectOf(graph);
        }

        @Override
        public Call write(int to) {
            String entry = "/spec/components/" + index;
            ArrayNode operations = JsonNodeFactory.instance.arrayNode();
            operation(operations, "test", "/metadata/uid").put("value", graph.uid());
            operation(operations, "test", entry + "/name").put("value", component);
            if (given) {
                operation(operations, "test", entry + "/replicas").put("value", replicas);
            } else {
                operation(operations, "test", "/metadata/resourceVersion").put("value", resourceVersion);
            }
            operation(operations, "add", entry + "/replicas").put("value", to);
            return Call.jsonPatch(object(), operations);
        }

        private static ObjectNode operation(ArrayNode operations, String op, String path) {
            return operations.addObject().put("op", op).put("path", path);
        }

        @Override
        public Found in(JsonNode object) {
            JsonNode components = object.path("spec").path("components");
            for (int i = 0; i < components.size(); i++) {
                JsonNode entry = components.get(i);
                if (entry.path("name").asText().equals(component)) {
                    boolean owned = entry.path("scalingAdapter").isObject();
                    JsonNode count = entry.path("replicas");
                    var field = new InList(graph, component, i, count.asInt(1), count.isInt(), versionOf(object));
                    return ofSameGraph(graph, object, component, owned, field);
                }
            }
            return Found.deferred("graph " + graph.id() + " no longer has a component " + component);
        }

        @Override
        public ReplicaField with(int count, String version) {
            return new InList(graph, component, index, count, true, version);
        }

        @Override
        public List<String> managedPath() {
            return List.of("f:spec", "f:components", "k:{\"name\":\"" + component + "\"}", "f:replicas");
        }
    }

    /** A value in the map of services, the older form. The condition is the version of the graph. */
    record InMap(Graph graph, String component, int replicas, String resourceVersion) implements ReplicaField {
        @Override
        public Target object() {
            return objectOf(graph);
        }

        @Override
        public Call write(int to) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            patch.putObject("metadata").put("resourceVersion", resourceVersion);
            patch.putObject("spec").putObject("services").putObject(component).put("replicas", to);
            return Call.mergePatch(object(), patch);
        }

        @Override
        public Found in(JsonNode object) {
            JsonNode service = object.path("spec").path("services").path(component);
            if (!service.isObject()) {
                return Found.deferred("graph " + graph.id() + " no longer has a service " + component);
            }
            boolean owned = service.path("scalingAdapter").path("enabled").asBoolean();
            var field = new InMap(graph, component, service.path("replicas").asInt(1), versionOf(object));
            return ofSameGraph(graph, object, component, owned, field);
        }

        @Override
        public ReplicaField with(int count, String version) {
            return new InMap(graph, component, count, version);
        }

        @Override
        public List<String> managedPath() {
            return List.of("f:spec", "f:services", "f:" + component, "f:replicas");
        }
    }

    /** Where a field is, or why there is none to write to. */
    sealed interface Found {
        record At(ReplicaField field) implements Found {}

        record Nowhere(Written written) implements Found {}

        static Found deferred(String why) {
            return new Nowhere(Written.of(new Outcome.Deferred(why)));
        }
    }

    private static Target objectOf(Graph graph) {
        return Target.object(
                GraphApi.GROUP,
                graph.api().version(),
                graph.id().namespace(),
                GRAPHS,
                graph.id().name());
    }

    private static Found ofSameGraph(
            Graph graph, JsonNode object, String component, boolean owned, ReplicaField field) {
        JsonNode metadata = object.path("metadata");
        if (!metadata.path("uid").asText().equals(graph.uid())) {
            return Found.deferred("graph " + graph.id() + " has been deleted and created anew");
        }
        if (!metadata.path("deletionTimestamp").isMissingNode()) {
            return Found.deferred("graph " + graph.id() + " is being deleted");
        }
        if (owned) {
            return Found.deferred("component " + component + " has just been handed to a scaling adapter");
        }
        return new Found.At(field);
    }

    private static String versionOf(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }
}
