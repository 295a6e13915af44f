package io.dynamoplanner.k8s.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.k8s.resource.ApiObjects;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that lead from a graph to what belongs to it: namespaces, cards, adapters, endpoints. */
class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "chat, frontend, false, serving-chat",
        "chat.v2.large, frontend, false, serving-chat-v2-large",
        "chat, frontend, true, dynamo",
        "chat, worker, true, dynamo",
        "chat, planner, true, serving-chat"
    })
    void dynamoNamespace(String name, String type, boolean global, String namespace) {
        assertThat(Names.dynamoNamespace(graph(name, type, global))).isEqualTo(namespace);
    }

    private static Graph graph(String name, String type, boolean global) {
        return new GraphReader(GpuResources.STANDARD)
                .read(ApiObjects.read("""
                        {"metadata": {"name": "%s", "namespace": "serving"},
                         "spec": {"components": [{"name": "X", "type": "%s", "globalDynamoNamespace": %s}]}}
                        """.formatted(name, type, global), GraphDeploymentV1beta1.class))
                .value();
    }

    /** Rows: report of the worker, its kind, the hash in either annotation; then the namespace. */
    @ParameterizedTest(name = "{0} {1} hash {2} or {3}: {4}")
    @CsvSource({
        "serving-chat-1234, Deployment, abc, , serving-chat-1234",
        ", Deployment, , , serving-chat",
        ", Deployment, abc, , serving-chat-abc",
        ", LeaderWorkerSet, abc, , serving-chat-abc",
        ", Deployment, , v2, serving-chat-v2",
        ", Deployment, abc, v2, serving-chat-abc",
        ", Deployment, legacy, , serving-chat-legacy",
        ", PodClique, abc, , serving-chat",
        ", PodCliqueScalingGroup, abc, , serving-chat",
        ", none, abc, , ",
        ", none, , , serving-chat",
    })
    void runtimeNamespace(String reported, String kind, String hash, String hashV2, String expected) {
        var scene = new Scene()
                .with(Scene.component("Frontend", "frontend", 1))
                .with(Scene.component("W", "worker", 1))
                .status("Frontend", Scene.status("Deployment", "elsewhere", 1, 1, 1, 1, null, null, null, null));
        if (!kind.equals("none")) {
            scene.status("W", Scene.status(kind, reported, 1, 1, 1, 1, null, null, null, null));
        }
        if (hash != null) {
            scene.annotations.put("nvidia.com/current-worker-hash", hash);
        }
        if (hashV2 != null) {
            scene.annotations.put("nvidia.com/current-worker-hash-v2", hashV2);
        }

        var found = RuntimeNamespaces.of(scene.graph(), List.of());

        assertThat(found.inForce()).isEqualTo(Optional.ofNullable(expected));
        if (expected == null) {
            assertThat(found.findings())
                    .singleElement()
                    .satisfies(
                            finding -> assertThat(finding.what())
                                    .isEqualTo(
                                            "Worker component status is not available yet; runtime namespace is indeterminate"));
        } else {
            assertThat(found.findings()).isEmpty();
            assertThat(found.all()).containsExactly(expected);
        }
    }

    @Test
    void theFirstWorkerThatIsReportedSpeaksForAll() {
        var scene = new Scene()
                .with(Scene.component("A", "prefill", 1))
                .with(Scene.component("decode", "", 1))
                .with(Scene.component("C", "decode", 1))
                .status("decode", Scene.status("Deployment", "two", 1, 1, 1, 1, null, null, null, null))
                .status("C", Scene.status("Deployment", "three", 1, 1, 1, 1, null, null, null, null));
        scene.cards.add(card("p", "four", "backend", false, "m"));

        var found = RuntimeNamespaces.of(scene.graph(), scene.cards);

        assertThat(found.inForce()).contains("two");
        assertThat(found.all()).containsExactly("two", "three", "four");
    }

    @Test
    void anAdapterBelongsToTheGraphThatItRefersTo() {
        var scene = Scene.decode(1);
        scene.adapters.add(new Adapter("chat-decode", "chat-decode", "x", 9, "1", false));
        scene.adapters.add(new Adapter("chat-aaa", "chat", "decode", 8, "1", false));
        scene.adapters.add(new Adapter("chat-decode", "chat", "decode", 7, "1", false));

        assertThat(scene.snapshot().adapter("decode")).map(Adapter::replicas).contains(7);
        assertThat(scene.snapshot().adapter("Decode")).isEmpty();
        assertThat(Names.adapter("chat", "VllmDecodeWorker")).isEqualTo("chat-vllmdecodeworker");
    }

    @Test
    void cardsOfANeighbourAreNotTaken() {
        var scene = Scene.decode(1).pods(1, false);
        var own = card("pod-0", "anything", "backend", false, "own");
        var registered = card("unknown-pod", "serving-chat", "backend", false, "registered");
        var neighbour = card("chat-large-0-decode", "serving-chat-large", "backend", false, "neighbour");

        assertThat(Cards.ofGraph(scene.graph(), scene.pods, List.of(own, registered, neighbour)))
                .containsExactly(own, registered);
    }

    @Test
    void aNamespaceThatGraphsShareTellsNothing() {
        Graph graph = graph("chat", "worker", true);

        assertThat(Cards.ofGraph(graph, List.of(), List.of(card("p", "dynamo", "backend", false, "m"))))
                .isEmpty();
    }

    @Test
    void cardsOfARoleAreThoseOfItsKindItsComponentAndItsNewestWorkers() {
        var scene = Scene.decode(2);
        scene.annotations.put("nvidia.com/current-worker-hash-v2", "new");
        scene.pods.add(new PodState("old", "decode", "Running", true, false, "older", false));
        scene.pods.add(new PodState("young", "decode", "Running", true, false, "new", false));
        var old = card("old", "ns", "backend", false, "m1");
        var young = card("young", "ns", "backend", false, "m2");
        var prefill = card("young", "ns", "prefill", true, "m3");
        scene.cards.addAll(List.of(old, young, prefill));
        Component decode = scene.components.get(0);

        assertThat(Cards.ofRole(scene.snapshot(), Role.DECODE, decode)).containsExactly(young);
        assertThat(Cards.ofRole(scene.snapshot(), Role.PREFILL, decode)).containsExactly(prefill);

        scene.annotations.clear();
        assertThat(Cards.ofRole(scene.snapshot(), Role.DECODE, decode)).containsExactly(old, young);

        scene.status("decode", Scene.status("Deployment", null, 1, 1, 1, 1, null, null, null, "other"));
        assertThat(Cards.ofRole(scene.snapshot(), Role.DECODE, decode)).isEmpty();
    }

    @Test
    void enginesAreRegisteredWhereTheySay() {
        var scene = Scene.decode(1);
        Component decode = scene.components.get(0);

        assertThat(endpoint(scene, Role.DECODE, decode)).isEqualTo("vllm/backend/generate");
        assertThat(endpoint(scene, Role.PREFILL, decode)).isEqualTo("vllm/prefill/generate");

        Component told = new Component(
                "decode",
                "decode",
                1,
                true,
                false,
                decode.minAvailable(),
                1,
                decode.gpusPerPod(),
                decode.model(),
                Optional.of("ns.mine.answer"),
                false,
                false);
        assertThat(endpoint(scene, Role.DECODE, told)).isEqualTo("vllm/mine/answer");

        scene.status("decode", Scene.status("Deployment", null, 1, 1, 1, 1, null, null, null, "reported"));
        assertThat(endpoint(scene, Role.DECODE, told)).isEqualTo("vllm/reported/answer");

        scene.cards.add(card("p", "ns", "reported", false, "m"));
        assertThat(endpoint(scene, Role.DECODE, told)).isEqualTo("vllm/reported/serve");
    }

    private static String endpoint(Scene scene, Role role, Component component) {
        TrafficScope.Endpoint found = RuntimeEndpoints.of(scene.snapshot(), role, component, "vllm");
        return found.backend() + "/" + found.component() + "/" + found.endpoint();
    }

    private static ModelCard card(String pod, String namespace, String component, boolean prefill, String model) {
        return new ModelCard(
                pod,
                namespace,
                component,
                "serve",
                prefill,
                Optional.of(model),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }
}
