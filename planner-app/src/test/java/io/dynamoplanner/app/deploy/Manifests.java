package io.dynamoplanner.app.deploy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The manifests of the folder deploy, as they are applied. */
final class Manifests {
    /** Maven runs tests in the directory of their module. */
    static final Path FOLDER = Path.of("..", "deploy");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Manifests() {}

    /** A graph of the examples. */
    record Example(String file, JsonNode graph, JsonNode planner) {
        /** The planner's pod. */
        JsonNode pod() {
            return graph.at("/apiVersion").asText().endsWith("v1alpha1")
                    ? planner.get("extraPodSpec")
                    : planner.at("/podTemplate/spec");
        }

        /** The container that the planner runs in. */
        JsonNode container() {
            return graph.at("/apiVersion").asText().endsWith("v1alpha1")
                    ? pod().get("mainContainer")
                    : pod().at("/containers/0");
        }

        /** What the pod may use; v1alpha1 has it beside the pod. */
        JsonNode resources() {
            return container().has("resources") ? container().get("resources") : planner.get("resources");
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Path> files() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The objects of a file. */
    static List<JsonNode> read(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** The only object of a kind in a file. */
    static JsonNode read(String file, String kind) {
        List<JsonNode> found = read(FOLDER.resolve(file)).stream()
                .filter(object -> object.get("kind").asText().equals(kind))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(file + " has " + found.size() + " objects of kind " + kind);
        }
        return found.get(0);
    }

    static List<Example> examples() {
        return files().stream()
                .filter(file -> file.startsWith(FOLDER.resolve("examples")))
                .map(file -> FOLDER.relativize(file).toString())
                .map(Manifests::example)
                .toList();
    }

    private static Example example(String file) {
        JsonNode graph = read(file, "DynamoGraphDeployment");
        JsonNode services = graph.at("/spec/services");
        Predicate<JsonNode> isPlanner = component -> component
                .path("type")
                .asText(component.path("componentType").asText())
                .equals("planner");
        JsonNode components = services.isMissingNode() ? graph.at("/spec/components") : services;
        JsonNode planner = StreamSupport.stream(components.spliterator(), false)
                .filter(isPlanner)
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no planner"));
        return new Example(file, graph, planner);
    }

    /** The files of a ConfigMap of an example, by name; empty if it is made by hand. */
    static Map<String, String> configMap(String file, String name) {
        return read(FOLDER.resolve(file)).stream()
                .filter(object -> object.get("kind").asText().equals("ConfigMap"))
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .map(object -> YAML.convertValue(object.get("data"), new TypeReference<Map<String, String>>() {}))
                .orElse(Map.of());
    }
}
