package io.dynamoplanner.testing.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.dynamoplanner.testing.Await;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RealKube
final class KubeServerTest {
    private final KubeServer kube;
    private String namespace = "";

    KubeServerTest(KubeServer kube) {
        this.kube = kube;
    }

    @BeforeEach
    void ownNamespace() {
        namespace = kube.newNamespace("servers");
    }

    @Test
    void oneServerServesAllTestsOfAJvm() {
        assertThat(KubeServers.shared()).isSameAs(kube);
        assertThat(kube.admin().raw("/readyz")).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({
        "v1beta1, dynamographdeployments",
        "v1alpha1, dynamographdeployments",
        "v1beta1, dynamographdeploymentscalingadapters",
        "v1alpha1, dynamographdeploymentscalingadapters",
        "v1alpha1, dynamoworkermetadatas"
    })
    void dynamosKindsAreServedInAllTheirVersions(String version, String plural) {
        String path = "/apis/nvidia.com/%s/namespaces/%s/%s".formatted(version, namespace, plural);
        assertThat(kube.admin().raw(path)).contains("\"items\":[]");
    }

    @Test
    void schemasAreEnforced() {
        GenericKubernetesResource adapter = Serialization.unmarshal("""
                apiVersion: nvidia.com/v1beta1
                kind: DynamoGraphDeploymentScalingAdapter
                metadata: {name: chat-decode}
                spec: {replicas: 3}
                """, GenericKubernetesResource.class);
        var refusal = catchThrowableOfType(
                KubernetesClientException.class,
                () -> kube.admin().resource(adapter).inNamespace(namespace).create());
        assertThat(refusal.getCode()).isEqualTo(422);
        assertThat(refusal).hasMessageContaining("spec.dgdRef: Required value");
    }

    @Test
    void theScaleOfAnAdapterCanBeWritten() {
        GenericKubernetesResource adapter = Serialization.unmarshal("""
                apiVersion: nvidia.com/v1beta1
                kind: DynamoGraphDeploymentScalingAdapter
                metadata: {name: chat-decode}
                spec: {replicas: 3, dgdRef: {name: chat, componentName: decode}}
                """, GenericKubernetesResource.class);
        kube.admin().resource(adapter).inNamespace(namespace).create();
        kube.admin().resource(adapter).inNamespace(namespace).scale(5);
        GenericKubernetesResource scaled =
                kube.admin().resource(adapter).inNamespace(namespace).get();
        assertThat(scaled.<Integer>get("spec", "replicas")).isEqualTo(5);
    }

    @Test
    void workerMetadataKeepsWhateverAWorkerWrites() {
        for (String data :
                List.of("{model_cards: {a: {instance_id: 9223372036854775807}}}", "'{\"endpoints\":null}'")) {
            GenericKubernetesResource metadata =
                    Serialization.unmarshal("""
                    apiVersion: nvidia.com/v1alpha1
                    kind: DynamoWorkerMetadata
                    metadata: {generateName: worker-}
                    spec: {data: %s}
                    """.formatted(data), GenericKubernetesResource.class);
            GenericKubernetesResource written =
                    kube.admin().resource(metadata).inNamespace(namespace).create();
            assertThat(written.<Object>get("spec", "data").toString())
                    .isEqualTo(metadata.<Object>get("spec", "data").toString());
        }
    }

    @Test
    void aNameMayExistInEachNamespace() {
        String other = kube.newNamespace("servers");
        assertThat(other).startsWith("servers-").isNotEqualTo(namespace);
        createMap(kube.admin(), namespace, Map.of("where", "here"));
        createMap(kube.admin(), other, Map.of("where", "there"));
        assertThat(kube.admin().configMaps().inNamespace(other).list().getItems())
                .filteredOn(map -> map.getMetadata().getName().equals("settings"))
                .singleElement()
                .satisfies(map -> assertThat(map.getData()).containsEntry("where", "there"));
    }

    @Test
    void aServiceAccountWithoutRightsIsRefused() {
        try (KubernetesClient planner = kube.as(namespace, "planner")) {
            var refusal = catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> planner.configMaps().inNamespace(namespace).list());
            assertThat(refusal.getCode()).isEqualTo(403);
            assertThat(Optional.ofNullable(refusal.getStatus()).map(Status::getMessage))
                    .hasValueSatisfying(
                            message -> assertThat(message).contains("system:serviceaccount:" + namespace + ":planner"));
        }
    }

    @Test
    void aServiceAccountMayDoWhatItsRoleAllows() {
        kube.allow(namespace, "planner", "", List.of("configmaps"), List.of("list"));
        try (KubernetesClient planner = kube.as(namespace, "planner")) {
            assertThat(planner.getConfiguration().getNamespace()).isEqualTo(namespace);
            createMap(kube.admin(), namespace, Map.of());
            assertThat(planner.configMaps().list().getItems())
                    .extracting(map -> map.getMetadata().getName())
                    .contains("settings");
        }
    }

    @Test
    void aKubeconfigLeadsToTheSameAccount() {
        String text = kube.kubeconfig(namespace, "planner");
        try (KubernetesClient planner = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(text))
                .build()) {
            var refusal = catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> planner.configMaps().inNamespace(namespace).list());
            assertThat(refusal).hasMessageContaining("system:serviceaccount:" + namespace + ":planner");
        }
    }

    @Test
    void theAuditLogHasEveryRequestOnce() {
        AuditLog audit = kube.audit();
        Instant start = Instant.now();
        createMap(kube.admin(), namespace, Map.of());
        kube.admin().configMaps().inNamespace(namespace).withName("settings").get();
        kube.admin().configMaps().inNamespace(namespace).withName("absent").get();
        assertThat(requests(audit, start))
                .extracting(
                        AuditLog.Request::user,
                        AuditLog.Request::verb,
                        AuditLog.Request::group,
                        AuditLog.Request::resource,
                        AuditLog.Request::name,
                        AuditLog.Request::status)
                .containsExactly(
                        tuple("admin", "create", "", "configmaps", "settings", 201),
                        tuple("admin", "get", "", "configmaps", "settings", 200),
                        tuple("admin", "get", "", "configmaps", "absent", 404));
    }

    @Test
    void theAuditLogHasAWatchOnceAndWhileItRuns() throws InterruptedException {
        AuditLog audit = kube.audit();
        Instant start = Instant.now();
        createMap(kube.admin(), namespace, Map.of());
        var seen = new CountDownLatch(1);
        try (Watch watch = kube.admin().configMaps().inNamespace(namespace).watch(counting(seen))) {
            assertThat(seen.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("%s sees the map", watch)
                    .isTrue();
            assertThat(requests(audit, start))
                    .extracting(AuditLog.Request::verb)
                    .containsExactly("create", "watch");
        }
        assertThat(requests(audit, start)).extracting(AuditLog.Request::verb).containsExactly("create", "watch");
    }

    private List<AuditLog.Request> requests(AuditLog audit, Instant start) {
        return audit.since(start).stream()
                .filter(request -> request.namespace().equals(namespace))
                .toList();
    }

    private static void createMap(KubernetesClient client, String namespace, Map<String, String> data) {
        client.configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .endMetadata()
                        .withData(data)
                        .build())
                .create();
    }

    private static Watcher<ConfigMap> counting(CountDownLatch seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, ConfigMap map) {
                seen.countDown();
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }
}
