package io.dynamoplanner.k8s.pause;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.testing.Graphs;
import io.dynamoplanner.k8s.testing.LiveGraph;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@RealKube
class PauseTest {
    private final KubeServer kube;
    private final ApiServer server;

    PauseTest(KubeServer kube) {
        this.kube = kube;
        this.server = new ApiServer(kube.admin());
    }

    private static Graph annotated(Map<String, String> annotations) {
        return Graphs.graph(Graphs.CHAT, "u", GraphApi.V1BETA1, "1", annotations, false, List.of());
    }

    @ParameterizedTest
    @CsvSource({"maintenance, maintenance", "'', no reason given", "'  ', no reason given", "true, true", "False,"})
    void theAnnotationTellsWhy(String value, String reason) {
        assertThat(Pause.of(annotated(Map.of(Pause.ANNOTATION, value)))).isEqualTo(Optional.ofNullable(reason));
    }

    @Test
    void aGraphWithoutTheAnnotationIsNotPaused() {
        assertThat(Pause.of(annotated(Map.of("other", "x")))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aGraphIsPausedAndResumedAndNothingElseChanges(GraphApi api) {
        String spec = api == GraphApi.V1BETA1 ? "{components: [{name: d}]}" : "{services: {d: {replicas: 1}}}";
        LiveGraph graph = LiveGraph.create(kube, api, kube.newNamespace("pause"), "chat", spec);
        graph.patch("kubectl", "{\"metadata\":{\"annotations\":{\"mine\":\"stays\"}}}");
        Object before = graph.object().get("spec");

        assertThat(Pause.pause(server, graph.id(), api, "node work")).isEqualTo(new Outcome.Applied());
        assertThat(Pause.of(graph.snapshot().graph())).hasValue("node work");
        assertThat(Pause.pause(server, graph.id(), api, "")).isEqualTo(new Outcome.Applied());
        assertThat(Pause.of(graph.snapshot().graph())).hasValue("no reason given");
        assertThat(Pause.resume(server, graph.id(), api)).isEqualTo(new Outcome.Applied());
        assertThat(Pause.of(graph.snapshot().graph())).isEmpty();
        assertThat(Pause.resume(server, graph.id(), api)).isEqualTo(new Outcome.Applied());

        assertThat(graph.snapshot().graph().annotations()).containsEntry("mine", "stays");
        assertThat(graph.object().<Object>get("spec")).isEqualTo(before);
    }

    @Test
    void aReasonThatWouldReadAsNotPausedIsRefused() {
        assertThat(Pause.pause(server, Graphs.CHAT, GraphApi.V1BETA1, "false")).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void anUnknownGraphAndAMissingRightAreTold() {
        String namespace = kube.newNamespace("pause");
        LiveGraph graph = LiveGraph.create(kube, GraphApi.V1BETA1, namespace, "chat", "{components: []}");

        assertThat(Pause.pause(server, new GraphId(namespace, "nope"), GraphApi.V1BETA1, "x"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, failed -> assertThat(failed.why()).contains("404", "\"nope\" not found"));
        try (KubernetesClient nobody = kube.as(namespace, "nobody")) {
            assertThat(Pause.pause(new ApiServer(nobody), graph.id(), GraphApi.V1BETA1, "x"))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.why())
                                    .contains("needs the rule", "dynamographdeployments", "verbs: [\"patch\"]"));
        }
    }
}
