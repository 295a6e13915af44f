package io.dynamoplanner.k8s.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.resource.ApiObjects;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1alpha1;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GraphReaderTest {
    private static final GraphReader READER = new GraphReader(GpuResources.STANDARD);

    @Test
    void bothVersionsOfAGraphReadTheSame() {
        Graph newer = v1beta1(ApiObjects.file("graphs/chat-large-v1beta1.yaml"));
        Graph older = v1alpha1(ApiObjects.file("graphs/chat-large-v1alpha1.yaml"));

        assertThat(newer.api()).isEqualTo(GraphApi.V1BETA1);
        assertThat(older.api()).isEqualTo(GraphApi.V1ALPHA1);
        assertThat(older.components()).containsExactlyInAnyOrderElementsOf(newer.components());
        assertThat(older.status()).isEqualTo(newer.status());
        assertThat(older.id()).isEqualTo(newer.id());
    }

    @Test
    void bothVersionsOfARecordedGraphReadTheSameInTheSameOrder() {
        Graph older = v1alpha1(ApiObjects.file("recorded/graph-v1alpha1.json.gz"));
        Graph newer = ApiObjects.lines("recorded/graph-watch.jsonl.gz").stream()
                .map(line -> v1beta1(ApiObjects.json(line).path("object").toString()))
                .filter(graph -> graph.resourceVersion().equals(older.resourceVersion()))
                .findFirst()
                .orElseThrow();

        assertThat(older)
                .usingRecursiveComparison()
                .ignoringFields("api", "annotations")
                .isEqualTo(newer);
    }

    @Test
    void aGraphIsReadWhole() {
        Graph graph = v1beta1(ApiObjects.file("graphs/chat-large-v1beta1.yaml"));

        assertThat(graph.id()).isEqualTo(new GraphId("serving", "chat-large"));
        assertThat(graph.components())
                .extracting(Component::name)
                .containsExactly("Frontend", "VllmPrefillWorker", "VllmDecodeWorker", "Planner");
        assertThat(graph.component("VllmDecodeWorker"))
                .contains(new Component(
                        "VllmDecodeWorker",
                        "decode",
                        1,
                        true,
                        true,
                        OptionalInt.empty(),
                        2,
                        OptionalInt.of(4),
                        Optional.of("example/model-8b"),
                        Optional.empty(),
                        false,
                        false));
        assertThat(graph.component("Frontend").orElseThrow().gpusPerPod()).isEmpty();
        assertThat(graph.status().state()).isEqualTo("successful");
        assertThat(graph.status().observedGeneration()).hasValue(7);
        assertThat(graph.status().ready())
                .contains(new Graph.Condition(
                        true,
                        "all_resources_are_ready",
                        "ok",
                        OptionalLong.empty(),
                        Optional.of(Instant.parse("2026-08-01T10:00:00Z"))));
        ComponentStatus decode = graph.status("VllmDecodeWorker").orElseThrow();
        assertThat(decode.kind()).isEqualTo("PodCliqueScalingGroup");
        assertThat(decode.objects()).containsExactly("chat-large-0-vllmdecodeworker");
        assertThat(decode.runtimeNamespace()).contains("serving-chat-large");
        assertThat(decode.serving()).isOne();
        assertThat(decode.isComplete()).isTrue();
    }

    @Test
    void whatNewerOperatorsReportIsRead() {
        ComponentStatus status = v1beta1("""
                        {"spec": {"components": [{"name": "decode", "type": "decode"}]},
                         "status": {"components": {"decode": {"gpusPerReplica": 8, "servedModelName": "m",
                          "runtimeComponentName": "backend"}, "sim": {"gpusPerReplica": 0}}}}
                        """).status("decode").orElseThrow();

        assertThat(status.gpusPerReplica()).hasValue(8);
        assertThat(status.model()).contains("m");
        assertThat(status.runtimeComponent()).contains("backend");
    }

    @Test
    void zeroGpusInAReportMeansThatTheyAreNotKnown() {
        assertThat(v1beta1("{\"status\": {\"components\": {\"decode\": {\"gpusPerReplica\": 0}}}}")
                        .status("decode")
                        .orElseThrow()
                        .gpusPerReplica())
                .isEmpty();
    }

    @Test
    void theGenerationOfTheConditionStandsInForTheOneOfTheStatus() {
        Graph graph = v1beta1("""
                {"metadata": {"generation": 4}, "status": {"conditions": [
                 {"type": "Progressing", "status": "True", "observedGeneration": 9},
                 {"type": "Ready", "status": "Unknown", "observedGeneration": 4, "lastTransitionTime": "yesterday"}]}}
                """);

        assertThat(graph.isObserved()).isTrue();
        assertThat(graph.status().ready().orElseThrow().met()).isFalse();
        assertThat(graph.status().ready().orElseThrow().since()).isEmpty();
    }

    @Test
    void nothingIsObservedIfNobodySaysSo() {
        assertThat(v1beta1("{\"metadata\": {\"generation\": 4}}").isObserved()).isFalse();
        assertThat(v1beta1("{\"status\": {\"observedGeneration\": 4}}").isObserved())
                .isFalse();

        Parsed<Graph> read = READER.read(ApiObjects.read("""
                {"metadata": {"generation": 4}, "spec": {"components": [{"name": "decode"}]},
                 "status": {"components": {"decode": {"replicas": 1, "updatedReplicas": 1, "readyReplicas": 1}}}}
                """, GraphDeploymentV1beta1.class));
        assertThat(read.findings()).extracting(Finding::code).containsExactly("generation-not-reported");
    }

    @Test
    void aRestartIsReadByComponent() {
        assertThat(v1beta1("{\"status\": {\"restart\": {\"phase\": \"x\", \"inProgress\": [\"decode\", null]}}}")
                        .status()
                        .restarting())
                .containsExactly("decode");
    }

    @Test
    void aGraphWithoutComponentsSaysSo() {
        assertThat(READER.read(ApiObjects.read("{\"metadata\": {\"name\": \"x\"}}", GraphDeploymentV1beta1.class))
                        .findings())
                .extracting(Finding::what)
                .containsExactly("DGD 'x' has no v1beta1 spec.components");
        assertThat(READER.read(ApiObjects.read("{\"metadata\": {\"name\": \"x\"}}", GraphDeploymentV1alpha1.class))
                        .findings())
                .extracting(Finding::what)
                .containsExactly("DGD 'x' has no v1alpha1 spec.services");
    }

    @Test
    void aComponentWithoutANameIsLeftOut() {
        Parsed<Graph> read = READER.read(ApiObjects.read(
                "{\"spec\": {\"components\": [{\"type\": \"decode\"}, 7, {\"name\": \"decode\"}]}}",
                GraphDeploymentV1beta1.class));

        assertThat(read.value().components()).extracting(Component::name).containsExactly("decode");
        assertThat(read.findings())
                .extracting(Finding::what)
                .containsExactlyInAnyOrder(
                        "spec.components[0].name is missing", "spec.components[1] is 7, not an object");
    }

    @Test
    void anObjectThatIsAllWrongDoesNotFillAStatus() {
        String components = "0,".repeat(500) + "0";

        assertThat(READER.read(ApiObjects.read(
                                "{\"spec\": {\"components\": [" + components + "]}}", GraphDeploymentV1beta1.class))
                        .findings())
                .hasSize(20);
    }

    @Test
    void workerHashesComeFromEitherAnnotation() {
        assertThat(v1beta1("{\"metadata\": {\"annotations\": {\"nvidia.com/current-worker-hash-v2\": \"b\"}}}")
                        .workerHashes())
                .containsExactly("b");
        assertThat(v1beta1("""
                                {"metadata": {"annotations": {"nvidia.com/current-worker-hash-v2": "b",
                                 "nvidia.com/current-worker-hash": "a", "other": null}}}
                                """).workerHashes()).containsExactly("a", "b");
        assertThat(v1beta1("{}").annotations()).isEqualTo(Map.of());
    }

    private static Graph v1beta1(String text) {
        return READER.read(ApiObjects.read(text, GraphDeploymentV1beta1.class)).value();
    }

    private static Graph v1alpha1(String text) {
        return READER.read(ApiObjects.read(text, GraphDeploymentV1alpha1.class)).value();
    }
}
