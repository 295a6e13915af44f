package io.dynamoplanner.k8s.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.k8s.resource.ApiObjects;
import io.dynamoplanner.k8s.resource.PodMeta;
import io.dynamoplanner.k8s.resource.ScalingAdapterV1alpha1;
import io.dynamoplanner.k8s.resource.ScalingAdapterV1beta1;
import io.dynamoplanner.k8s.resource.WorkerMetadata;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters, pods and model cards. */
class SmallReadersTest {
    private static final String RECORDED = ApiObjects.file("recorded/worker-metadata.json");

    @Test
    void anAdapterOfEitherVersion() {
        var adapter = new Adapter("chat-decode", "chat", "Decode", 3, "9", false);

        assertThat(AdapterReader.read(ApiObjects.read(adapter("componentName", "3"), ScalingAdapterV1beta1.class)))
                .isEqualTo(new Parsed<>(Optional.of(adapter), List.of()));
        assertThat(AdapterReader.read(ApiObjects.read(adapter("serviceName", "3"), ScalingAdapterV1alpha1.class)))
                .isEqualTo(new Parsed<>(Optional.of(adapter), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"some\"", "-1", "{}"})
    void anAdapterThatDoesNotSayHowManyIsNoAdapter(String replicas) {
        var read = AdapterReader.read(ApiObjects.read(adapter("componentName", replicas), ScalingAdapterV1beta1.class));

        assertThat(read.value()).isEmpty();
        assertThat(read.findings())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.subject()).isEqualTo("scaling adapter serving/chat-decode"));
    }

    @Test
    void anAdapterThatGoesIsMarked() {
        var read = AdapterReader.read(ApiObjects.read(
                adapter("componentName", "3").replace("\"name\": \"chat-decode\"", """
                        "name": "chat-decode", "deletionTimestamp": "2026-11-21T07:21:23Z"
                        """), ScalingAdapterV1beta1.class));

        assertThat(read.value()).map(Adapter::deleting).contains(true);
    }

    private static String adapter(String field, String replicas) {
        return """
                {"metadata": {"name": "chat-decode", "namespace": "serving", "resourceVersion": "9"},
                 "spec": {"replicas": %s, "dgdRef": {"name": "chat", "%s": "Decode"}}, "status": {"replicas": 8}}
                """.formatted(replicas, field);
    }

    @Test
    void aPodOfAGraph() {
        PodMeta resource = pod("Running", "{\"type\": \"Ready\", \"status\": \"True\"}");

        assertThat(PodReader.graphOf(resource)).contains("chat");
        assertThat(PodReader.read(resource))
                .isEqualTo(new PodState("p", "VllmDecodeWorker", "Running", true, false, "46fdfc66", false));
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "False,Unschedulable,true",
        "False,SchedulingGated,false",
        "True,Unschedulable,false",
        "False,,false",
    })
    void onlyAPodThatFoundNoNodeIsUnschedulable(String status, String reason, boolean unschedulable) {
        PodMeta resource = pod(
                "Pending",
                "{\"type\": \"PodScheduled\", \"status\": \"%s\", \"reason\": \"%s\"}".formatted(status, reason));

        assertThat(PodReader.read(resource).unschedulable()).isEqualTo(unschedulable);
        assertThat(PodReader.read(resource).ready()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\": {\"phase\": []}}", "{\"status\": {\"conditions\": \"x\"}}"})
    void aPodThatMakesNoSenseHoldsItsGpus(String object) {
        PodState pod = PodReader.read(ApiObjects.read(object, PodMeta.class));

        assertThat(pod.isFinished()).isFalse();
        assertThat(pod.ready()).isFalse();
        assertThat(PodReader.graphOf(ApiObjects.read(object, PodMeta.class))).isEmpty();
    }

    private static PodMeta pod(String phase, String condition) {
        return ApiObjects.read("""
                {"metadata": {"name": "p", "labels": {"nvidia.com/dynamo-graph-deployment-name": "chat",
                  "nvidia.com/dynamo-component": "VllmDecodeWorker", "nvidia.com/dynamo-worker-hash": "46fdfc66"}},
                 "status": {"phase": "%s", "conditions": [%s]}}
                """.formatted(phase, condition), PodMeta.class);
    }

    @Test
    void aRecordedCard() {
        assertThat(cards(RECORDED))
                .containsExactly(new ModelCard(
                        "chat-large-0-vllmdecodeworker-abcde",
                        "serving-chat-large",
                        "backend",
                        "generate",
                        false,
                        Optional.of("tiny-model"),
                        // The worker writes 0 twice; the model itself takes 8192.
                        OptionalLong.of(8192),
                        OptionalLong.of(16384),
                        OptionalLong.of(64)));
    }

    @Test
    void dataMayBeText() {
        String data = ApiObjects.json(RECORDED).path("spec").path("data").toString();

        assertThat(cards("{\"metadata\": {\"name\": \"chat-large-0-vllmdecodeworker-abcde\"}, \"spec\": {\"data\": %s}}"
                        .formatted(TextNode.valueOf(data))))
                .isEqualTo(cards(RECORDED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"spec\": {\"data\": null}}",
                "{\"spec\": {\"data\": {\"model_cards\": null, \"endpoints\": null}}}",
                "{\"spec\": {\"data\": {\"model_cards\": {\"a\": null}}}}",
                "{\"spec\": {\"data\": \"\"}}",
                "{\"spec\": {\"data\": \"null\"}}"
            })
    void whereThereIsNothingThereAreNoCards(String object) {
        assertThat(CardReader.read(ApiObjects.read(object, WorkerMetadata.class)))
                .isEqualTo(new Parsed<>(List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"not json {\"", "[1]", "17"})
    void dataThatMakesNoSenseIsAFinding(String data) {
        var read = CardReader.read(ApiObjects.read("{\"spec\": {\"data\": " + data + "}}", WorkerMetadata.class));

        assertThat(read.value()).isEmpty();
        assertThat(read.findings()).extracting(Finding::code).containsExactly("card-field-invalid");
    }

    @Test
    void instanceIdsBeyondALongDoNotHurt() {
        assertThat(cards(RECORDED.replace("4186703408727721", "16815978968999646515")))
                .isEqualTo(cards(RECORDED));
        assertThat(cards(RECORDED.replace("4186703408727721", "9".repeat(400)))).isEqualTo(cards(RECORDED));
    }

    @Test
    void adaptersOfAModelAndOtherEntriesAreNoCards() {
        assertThat(cards(RECORDED.replace("\"type\": \"Model\"", "\"type\": \"Model\", \"model_suffix\": \"lora-1\"")))
                .isEmpty();
        assertThat(cards(RECORDED.replace("\"type\": \"Model\"", "\"type\": \"Endpoint\"")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"prefill,true", "PreFill,true", "decode,false", "aggregated,false", "'',false"})
    void onlyACardThatSaysSoIsOneOfPrefill(String type, boolean prefill) {
        assertThat(cards(RECORDED.replace("\"aggregated\"", "\"" + type + "\"")))
                .extracting(ModelCard::prefill)
                .containsExactly(prefill);
    }

    @Test
    void aWorkerThatSharesItsPodIsKnownByItsOwner() {
        assertThat(cards(RECORDED.replaceFirst(
                        "\"name\": \"chat-large-0-vllmdecodeworker-abcde\"",
                        "\"name\": \"chat-large-0-vllmdecodeworker-abcde-engine2\"")))
                .extracting(ModelCard::pod)
                .containsExactly("chat-large-0-vllmdecodeworker-abcde");
    }

    private static List<ModelCard> cards(String object) {
        return CardReader.read(ApiObjects.read(object, WorkerMetadata.class)).value();
    }
}
