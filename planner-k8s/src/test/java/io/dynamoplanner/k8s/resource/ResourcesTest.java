package io.dynamoplanner.k8s.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesTest {

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("nvidia.com/v1beta1", "DynamoGraphDeployment", GraphDeploymentV1beta1.class),
                Arguments.of("nvidia.com/v1alpha1", "DynamoGraphDeployment", GraphDeploymentV1alpha1.class),
                Arguments.of("nvidia.com/v1beta1", "DynamoGraphDeploymentScalingAdapter", ScalingAdapterV1beta1.class),
                Arguments.of(
                        "nvidia.com/v1alpha1", "DynamoGraphDeploymentScalingAdapter", ScalingAdapterV1alpha1.class),
                Arguments.of("nvidia.com/v1alpha1", "DynamoWorkerMetadata", WorkerMetadata.class),
                Arguments.of("v1", "Pod", PodMeta.class));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("kinds")
    void aWatchHandsOutTheClassOfTheKind(String apiVersion, String kind, Class<?> type) {
        Object object = watched("""
                {"apiVersion": "%s", "kind": "%s", "metadata": {"name": "x", "namespace": "ns", "resourceVersion": "7"}}
                """.formatted(apiVersion, kind));

        assertThat(object).isExactlyInstanceOf(type);
        HasMetadata resource = (HasMetadata) object;
        assertThat(resource.getMetadata().getName()).isEqualTo("x");
        assertThat(resource.getApiVersion()).isEqualTo(apiVersion);
        assertThat(resource.getKind()).isEqualTo(kind);
    }

    @Test
    void aWatchWhoseVersionIsGoneIsToldSo() {
        Object object = watched("""
                {"apiVersion": "v1", "kind": "Status", "metadata": {}, "status": "Failure", "code": 410, "reason": "Gone"}
                """);

        assertThat(object).isInstanceOf(Status.class);
        assertThat(((Status) object).getCode()).isEqualTo(410);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aCopyIsEqual(String apiVersion, String kind, Class<? extends HasMetadata> type) {
        HasMetadata original = ApiObjects.read("""
                {"metadata": {"name": "x", "labels": {"a": "b"}, "generation": 3},
                 "spec": {"replicas": 2}, "status": {"phase": "Running", "observedGeneration": 3}}
                """, type);

        HasMetadata copy = ApiObjects.CLIENT.clone(original);

        assertThat(ApiObjects.CLIENT.asJson(copy)).isEqualTo(ApiObjects.CLIENT.asJson(original));
        assertThat(ApiObjects.json(ApiObjects.CLIENT.asJson(original))
                        .path("apiVersion")
                        .asText())
                .isEqualTo(apiVersion);
        assertThat(ApiObjects.json(ApiObjects.CLIENT.asJson(original))
                        .path("kind")
                        .asText())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\": null, \"spec\": null, \"status\": null}",
                "{\"metadata\": [], \"spec\": 3, \"status\": \"fine\"}",
                "{\"metadata\": \"x\", \"spec\": [null], \"status\": []}",
                "{\"apiVersion\": {}, \"kind\": [1], \"metadata\": 7.5, \"spec\": \"\", \"status\": false}",
                "{\"metadata\": {\"labels\": null, \"annotations\": [], \"generation\": \"many\", \"finalizers\": {}}}"
            })
    void noShapeIsRefused(String object) {
        for (Class<? extends NamedResource> type : List.of(
                GraphDeploymentV1beta1.class, ScalingAdapterV1alpha1.class, WorkerMetadata.class, PodMeta.class)) {
            NamedResource read = ApiObjects.read(object, type);

            assertThat(read.getMetadata()).isNotNull();
            assertThat(read.getMetadata().getLabels()).isEmpty();
            assertThat(read.getMetadata().getGeneration()).isNull();
        }
    }

    @Test
    void whatIsReadableOfBrokenMetadataIsKept() {
        var read = ApiObjects.read("""
                {"metadata": {"name": "x", "namespace": "ns", "resourceVersion": "12", "generation": {"a": 1},
                  "labels": {"good": "yes", "bad": {}, "none": null}, "ownerReferences": "nobody", "uid": "u-1"}}
                """, GraphDeploymentV1beta1.class);

        assertThat(read.getMetadata().getName()).isEqualTo("x");
        assertThat(read.getMetadata().getNamespace()).isEqualTo("ns");
        assertThat(read.getMetadata().getResourceVersion()).isEqualTo("12");
        assertThat(read.getMetadata().getUid()).isEqualTo("u-1");
        assertThat(read.getMetadata().getGeneration()).isNull();
        assertThat(read.getMetadata().getLabels()).containsExactlyEntriesOf(Map.of("good", "yes"));
        assertThat(read).hasToString("DynamoGraphDeployment ns/x at 12");
    }

    @Test
    void aPodKeepsOnlyWhatIsLookedAt() {
        var pod = ApiObjects.read("""
                {"metadata": {"name": "p", "managedFields": [{"manager": "kubelet"}]},
                 "spec": {"containers": [{"name": "main", "image": "engine"}]},
                 "status": {"phase": "Running", "podIP": "192.0.2.7", "containerStatuses": [{"name": "main"}],
                  "conditions": [
                   {"type": "Ready", "status": "True", "lastTransitionTime": "2026-11-21T07:20:54Z"},
                   {"type": "Initialized", "status": "True"},
                   {"type": "PodScheduled", "status": "True"}]}}
                """, PodMeta.class);

        assertThat(pod.getMetadata().getManagedFields()).isEmpty();
        assertThat(ApiObjects.CLIENT.asJson(pod))
                .doesNotContain("engine", "192.0.2.7", "containerStatuses", "Initialized", "lastTransitionTime")
                .contains("Ready", "PodScheduled", "Running");
    }

    private static Object watched(String object) {
        return ApiObjects.read("{\"type\": \"MODIFIED\", \"object\": " + object + "}", WatchEvent.class)
                .getObject();
    }
}
