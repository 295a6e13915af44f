package io.dynamoplanner.k8s.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.testing.LiveGraph;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

@RealKube
class LiveGraphEventsTest {
    private static final EventLimits EAGER =
            new EventLimits(Duration.ofMinutes(10), Duration.ofMillis(20), 100, Duration.ofMillis(1), 100);

    private final KubeServer kube;

    LiveGraphEventsTest(KubeServer kube) {
        this.kube = kube;
    }

    @Test
    void eventsAreSeenOnTheGraphAndCountedTogether() {
        String namespace = kube.newNamespace("events");
        LiveGraph graph = LiveGraph.create(
                kube, GraphApi.V1BETA1, namespace, "chat", "{components: [{name: decode, replicas: 1}]}");
        Subject subject = Subject.of(graph.snapshot().graph());
        try (GraphEvents events =
                GraphEvents.start(new ApiServer(kube.admin()), "pod-1", EAGER, InstantSource.system())) {
            events.report(subject, EventReason.SCALED_UP, "decode", "decode from 1 to 2 replicas");
            Await.until("first Event", () -> onGraph(graph).size() == 1);
            events.report(subject, EventReason.SCALED_UP, "decode", "decode from 2 to 3 replicas");
            Await.until("count", () -> onGraph(graph).stream().anyMatch(event -> event.getCount() == 2));
            events.report(subject, EventReason.FOREIGN_WRITER, "decode", "replicas went from 3 to 7");
            Await.until("second Event", () -> onGraph(graph).size() == 2);
        }

        assertThat(onGraph(graph))
                .anySatisfy(event -> {
                    assertThat(event.getReason()).isEqualTo("ScaledUp");
                    assertThat(event.getType()).isEqualTo("Normal");
                    assertThat(event.getMessage()).isEqualTo("decode from 2 to 3 replicas");
                    assertThat(event.getSource().getComponent()).isEqualTo("dynamo-planner");
                    assertThat(event.getReportingInstance()).isEqualTo("pod-1");
                })
                .anySatisfy(event -> {
                    assertThat(event.getReason()).isEqualTo("ForeignWriter");
                    assertThat(event.getType()).isEqualTo("Warning");
                });
    }

    /** As {@code kubectl describe} asks for them. */
    private List<Event> onGraph(LiveGraph graph) {
        return kube.admin()
                .v1()
                .events()
                .inNamespace(graph.id().namespace())
                .withField("involvedObject.uid", graph.object().getMetadata().getUid())
                .withField("involvedObject.name", "chat")
                .list()
                .getItems();
    }
}
