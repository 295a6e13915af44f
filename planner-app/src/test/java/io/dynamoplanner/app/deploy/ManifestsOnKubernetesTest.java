package io.dynamoplanner.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.app.deploy.Manifests.Example;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.k8s.preflight.AccessReview;
import io.dynamoplanner.k8s.preflight.Permission;
import io.dynamoplanner.k8s.preflight.Permissions;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests against a real API server. */
@RealKube
class ManifestsOnKubernetesTest {
    private static final List<Permission> ASKED =
            Permissions.of(new Permissions.Use(true, true, true), "dynamo-planner-chat", "dynamo-planner-chat");

    private final KubeServer kube;

    ManifestsOnKubernetesTest(KubeServer kube) {
        this.kube = kube;
    }

    private static Stream<Example> examples() {
        return Manifests.examples().stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleIsAcceptedAndNothingOfItIsDropped(Example example) throws Exception {
        String namespace = kube.newNamespace("example");
        var graph = Serialization.unmarshal(example.graph().toString(), GenericKubernetesResource.class);
        graph.getMetadata().setNamespace(namespace);

        var stored = kube.admin()
                .genericKubernetesResources(graph.getApiVersion(), graph.getKind())
                .inNamespace(namespace)
                .resource(graph)
                .create();

        JsonNode spec =
                new ObjectMapper().readTree(Serialization.asJson(stored)).get("spec");
        assertThat(spec).isEqualTo(example.graph().get("spec"));
    }

    @Test
    void theAccountOfTheManifestMayDoWhatThePlannerAsksForAndNoMore() {
        String namespace = kube.newNamespace("rights");
        apply("rbac.yaml", namespace);

        try (KubernetesClient planner = kube.as(namespace, "dynamo-planner")) {
            awaitGranted(planner, namespace);
            List<Finding> elsewhere = new AccessReview(planner, kube.newNamespace("elsewhere")).findings(ASKED);
            assertThat(ASKED)
                    .allMatch(permission -> elsewhere.stream()
                            .anyMatch(finding -> finding.code().equals("permission-missing")
                                    && finding.remedy().contains('"' + permission.verb() + '"')
                                    && finding.subject().contains(permission.resource())));
        }
    }

    /** Where the operator decides the account of the planner's pod. */
    @Test
    void theOperatorsAccountMayDoTheSameOnceItIsBound() {
        String namespace = kube.newNamespace("rights");
        apply("rbac.yaml", namespace);
        apply("rbac-planner-serviceaccount.yaml", namespace);

        try (KubernetesClient planner = kube.as(namespace, "planner-serviceaccount")) {
            awaitGranted(planner, namespace);
        }
    }

    @Test
    void theNetworkPolicyIsAccepted() {
        apply("networkpolicy.yaml", kube.newNamespace("optional"));
    }

    /** The server sees new rights a moment later. */
    private static void awaitGranted(KubernetesClient planner, String namespace) {
        var review = new AccessReview(planner, namespace);
        Await.until(
                "all that is asked for",
                () -> review.findings(ASKED).stream().allMatch(finding -> finding.severity() == Finding.Severity.OK));
    }

    private void apply(String file, String namespace) {
        Path path = Manifests.FOLDER.resolve(file);
        for (JsonNode object : Manifests.read(path)) {
            String text = object.toString().replace("\"namespace\":\"serving\"", "\"namespace\":\"" + namespace + "\"");
            var resource = Serialization.unmarshal(text, GenericKubernetesResource.class);
            kube.admin().resource(resource).inNamespace(namespace).create();
        }
    }
}
