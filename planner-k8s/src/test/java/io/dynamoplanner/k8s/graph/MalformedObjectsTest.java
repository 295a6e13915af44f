package io.dynamoplanner.k8s.graph;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.k8s.resource.ApiObjects;
import io.dynamoplanner.k8s.resource.GraphDeployment;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1alpha1;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import io.dynamoplanner.k8s.resource.NamedResource;
import io.dynamoplanner.k8s.resource.PodMeta;
import io.dynamoplanner.k8s.resource.ScalingAdapterV1beta1;
import io.dynamoplanner.k8s.resource.WorkerMetadata;
import io.fabric8.kubernetes.api.model.WatchEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real objects with something wrong in them, one to four things at a time. */
class MalformedObjectsTest {
    private static final int TIMES = 300;
    private static final List<String> WRONG = List.of(
            "null",
            "\"\"",
            "\"text\"",
            "\"-3\"",
            "\"99999999999999999999\"",
            "\"It's {{ unbalanced\"",
            "-1",
            "0",
            "7.25",
            "1e308",
            "12345678901234567890123",
            "9223372036854775807",
            "true",
            "[]",
            "[null, 3, \"x\", {}]",
            "{}",
            "{\"a\": null, \"b\": [1]}",
            "[[[]]]");

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void graphsOfTheNewerVersion(int seed) {
        // The recorded one is the larger; both have what the other lacks.
        String recorded = ApiObjects.json(
                        ApiObjects.lines("recorded/graph-watch.jsonl.gz").get(40))
                .path("object")
                .toString();
        fuzz(seed, recorded, GraphDeploymentV1beta1.class, MalformedObjectsTest::readGraph);
        fuzz(
                seed,
                asJson("graphs/chat-large-v1beta1.yaml", GraphDeploymentV1beta1.class),
                GraphDeploymentV1beta1.class,
                MalformedObjectsTest::readGraph);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void graphsOfTheOlderVersion(int seed) {
        fuzz(
                seed,
                ApiObjects.file("recorded/graph-v1alpha1.json.gz"),
                GraphDeploymentV1alpha1.class,
                MalformedObjectsTest::readGraph);
        fuzz(
                seed,
                asJson("graphs/chat-large-v1alpha1.yaml", GraphDeploymentV1alpha1.class),
                GraphDeploymentV1alpha1.class,
                MalformedObjectsTest::readGraph);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void adapters(int seed) {
        String recorded = ApiObjects.json(
                        ApiObjects.lines("recorded/adapter-watch.jsonl.gz").get(0))
                .path("object")
                .toString();
        fuzz(
                seed,
                recorded,
                ScalingAdapterV1beta1.class,
                adapter -> assertThat(AdapterReader.read(adapter)).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8})
    void workerMetadata(int seed) {
        fuzz(
                seed,
                ApiObjects.file("recorded/worker-metadata.json"),
                WorkerMetadata.class,
                metadata -> assertThat(CardReader.read(metadata)).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10})
    void pods(int seed) {
        String pod = """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": "serving",
                  "labels": {"nvidia.com/dynamo-graph-deployment-name": "chat", "nvidia.com/dynamo-component": "Decode"},
                  "ownerReferences": [{"kind": "ReplicaSet", "name": "r", "uid": "1", "controller": true}],
                  "deletionTimestamp": "2026-11-21T07:21:23Z", "deletionGracePeriodSeconds": 30},
                 "status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"},
                  {"type": "PodScheduled", "status": "False", "reason": "Unschedulable"}]}}
                """;
        fuzz(seed, pod, PodMeta.class, meta -> {
            assertThat(PodReader.read(meta)).isNotNull();
            assertThat(PodReader.graphOf(meta)).isNotNull();
        });
    }

    /** All that is done with a graph. */
    private static void readGraph(GraphDeployment resource) {
        Graph graph = new GraphReader(new GpuResources(List.of("nvidia.com/*")))
                .read(resource)
                .value();
        var seen = new GraphSnapshot(graph, List.of(), List.of(), List.of());
        var roles = new RoleResolver(List.of(PREFILL, DECODE), BackendNames.of("vllm"), Map.of()).resolve(graph);
        var fleet = new FleetReader(new GpuWidths(PerRole.empty()), Duration.ofMinutes(10), Duration.ofMinutes(2))
                .read(seen, roles.components(), FleetMemory.NOTHING, Instant.EPOCH);
        for (var role : fleet.fleet().roles()) {
            assertThat(role.value().holding()).isNotNegative();
        }
        assertThat(ModelNames.of(seen, roles.components(), Optional.empty())).isNotNull();
        assertThat(RuntimeNamespaces.of(graph, List.of())).isNotNull();
        assertThat(Names.dynamoNamespace(graph)).isNotEmpty();
        for (var role : roles.components()) {
            assertThat(RuntimeEndpoints.of(seen, role.role(), role.value(), "vllm"))
                    .isNotNull();
        }
    }

    private static <T extends NamedResource> void fuzz(int seed, String object, Class<T> type, Consumer<T> use) {
        var random = new Random(seed);
        for (int i = 0; i < TIMES; i++) {
            ObjectNode mutated = (ObjectNode) ApiObjects.json(object);
            for (int n = random.nextInt(4); n >= 0; n--) {
                spoil(mutated, random);
            }
            String text = mutated.toString();
            assertThatCode(() -> {
                        use.accept(ApiObjects.CLIENT.clone(ApiObjects.read(text, type)));
                        // What an object is comes from the API server itself and is always right.
                        mutated.set("apiVersion", ApiObjects.json(object).path("apiVersion"));
                        mutated.set("kind", ApiObjects.json(object).path("kind"));
                        Object watched = ApiObjects.read(
                                        "{\"type\": \"MODIFIED\", \"object\": " + mutated + "}", WatchEvent.class)
                                .getObject();
                        use.accept(type.cast(watched));
                    })
                    .as(text)
                    .doesNotThrowAnyException();
        }
    }

    /** Replaces, removes or doubles one value anywhere in the object. */
    private static void spoil(ObjectNode object, Random random) {
        var parents = new ArrayList<JsonNode>();
        collect(object, parents);
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        JsonNode wrong = ApiObjects.json(WRONG.get(random.nextInt(WRONG.size())));
        if (parent instanceof ObjectNode map) {
            var names = new ArrayList<String>();
            map.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(6) == 0) {
                map.remove(name);
            } else {
                map.set(name, wrong);
            }
        } else if (parent instanceof ArrayNode list) {
            int index = random.nextInt(list.size());
            if (random.nextInt(6) == 0) {
                list.add(list.get(index).deepCopy());
            } else {
                list.set(index, wrong);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private static String asJson(String yaml, Class<? extends GraphDeployment> type) {
        return ApiObjects.CLIENT.asJson(ApiObjects.read(ApiObjects.file(yaml), type));
    }
}
