package io.dynamoplanner.k8s.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.event.EventLimits;
import io.dynamoplanner.k8s.event.EventReason;
import io.dynamoplanner.k8s.event.GraphEvents;
import io.dynamoplanner.k8s.event.Subject;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.lease.LeaseLeadership;
import io.dynamoplanner.k8s.lease.LeaseTimes;
import io.dynamoplanner.k8s.pause.Pause;
import io.dynamoplanner.k8s.state.Load;
import io.dynamoplanner.k8s.state.Save;
import io.dynamoplanner.k8s.state.StateStore;
import io.dynamoplanner.k8s.testing.LiveGraph;
import io.dynamoplanner.k8s.testing.Rule;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.AuditLog;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Everything that is written, by an account that has just the rights for it: neither one is missing nor one too many. */
@RealKube
class RightsTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String ACCOUNT = "planner";

    private final KubeServer kube;

    RightsTest(KubeServer kube) {
        this.kube = kube;
    }

    @Test
    void writingTakesExactlyTheRightsThatAreAskedFor() {
        String namespace = kube.newNamespace("rights");
        for (Rule rule : Rule.OF_WRITING) {
            kube.allow(namespace, ACCOUNT, rule.group(), List.of(rule.resource()), List.of(rule.verb()));
        }
        LiveGraph graph = LiveGraph.create(
                        kube,
                        GraphApi.V1BETA1,
                        namespace,
                        "chat",
                        "{components: [{name: prefill, replicas: 2}, {name: decode, replicas: 1, scalingAdapter: {}}]}")
                .withAdapter("decode", 1);
        Instant start = CLOCK.instant();

        try (KubernetesClient client = kube.as(namespace, ACCOUNT);
                LeaseLeadership leadership = LeaseLeadership.start(
                        client, namespace, "planner", "a", LeaseTimes.DEFAULT, () -> {}, () -> {}, CLOCK)) {
            Await.until("leader", () -> CLOCK.instant().isBefore(leadership.leaseUntil()));
            var server = new ApiServer(client);
            writeReplicas(graph, server, leadership);
            writeEvents(graph.snapshot().graph(), server);
            writeState(graph.snapshot().graph(), server);
            assertThat(Pause.pause(server, graph.id(), GraphApi.V1BETA1, "test"))
                    .isEqualTo(new Outcome.Applied());
        }

        List<AuditLog.Request> requests = kube.audit().since(start);
        assertThat(requests)
                .noneMatch(request ->
                        request.status() == 403 && request.namespace().equals(namespace));
        assertThat(Rule.used(requests, namespace, ACCOUNT)).containsExactlyInAnyOrderElementsOf(Rule.OF_WRITING);
    }

    /** Each write on an old version, so that the object has to be read again as well. */
    private static void writeReplicas(LiveGraph graph, ApiServer server, LeaseLeadership leadership) {
        var writer = new ReplicaWriter(
                server,
                leadership,
                new Expectations(),
                WriteSettings.DEFAULT,
                CLOCK,
                Sleeper.real(),
                new SplittableRandom(1));
        for (String component : List.of("prefill", "decode")) {
            GraphSnapshot seen = graph.snapshot();
            var current = seen.graph().component(component).orElseThrow();
            graph.patch(
                    "argocd",
                    "{\"spec\":{\"components\":[{\"name\":\"decode\",\"replicas\":1,\"scalingAdapter\":{}},"
                            + "{\"name\":\"prefill\",\"replicas\":2}]}}");
            graph.patchAdapter(
                    "chat-decode", "operator", "{\"metadata\":{\"labels\":{\"touched\":\"" + component + "\"}}}");

            assertThat(writer.write(
                            seen,
                            current,
                            current.replicas(),
                            5,
                            CLOCK.instant().plusSeconds(20)))
                    .isEqualTo(new Written(new Outcome.Applied(), List.of()));
        }
    }

    private static void writeEvents(Graph graph, ApiServer server) {
        var limits = new EventLimits(Duration.ofMinutes(1), Duration.ofMillis(10), 9, Duration.ofSeconds(1), 9);
        try (GraphEvents events = GraphEvents.start(server, "a", limits, CLOCK)) {
            for (int i = 1; i <= 2; i++) {
                int sent = i;
                events.report(Subject.of(graph), EventReason.SCALED_UP, "decode", "x");
                Await.until("Event", () -> events.counts().sent() == sent);
            }
        }
    }

    private static void writeState(Graph graph, ApiServer server) {
        var store = new StateStore(server);
        var absent = (Load.Absent) store.load(graph);
        var saved = (Save.Saved) store.save(graph, absent.stored(), Map.of("a", "1"));
        assertThat(store.save(graph, saved.stored(), Map.of("a", "2"))).isInstanceOf(Save.Saved.class);
    }
}
