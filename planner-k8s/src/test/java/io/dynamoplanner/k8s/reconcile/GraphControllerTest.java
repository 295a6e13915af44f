package io.dynamoplanner.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.client.KubernetesClients;
import io.dynamoplanner.k8s.client.RequestListener;
import io.dynamoplanner.k8s.graph.Adapter;
import io.dynamoplanner.k8s.graph.GpuResources;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphReader;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.graph.ModelCard;
import io.dynamoplanner.k8s.graph.PodState;
import io.dynamoplanner.testing.Await;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A controller on an API server in memory. */
class GraphControllerTest {
    private static final GraphId CHAT = new GraphId("serving", "chat");
    private static final GraphId CHAT_LARGE = new GraphId("serving", "chat-large");

    private final MockCluster cluster = new MockCluster();
    private final RecordingPlanner planner = new RecordingPlanner();
    private final List<GraphController> controllers = new ArrayList<>();

    @AfterEach
    void stop() {
        controllers.forEach(GraphController::close);
        cluster.close();
    }

    @Test
    void aGraphIsSeenWithAllThatBelongsToIt() {
        create(CHAT);
        cluster.admin()
                .resource(Samples.adapter("chat-decode", CHAT, "Decode", 3))
                .create();
        cluster.admin().resource(Samples.pod(CHAT, "chat-decode-0", "Decode")).create();
        cluster.admin()
                .resource(Samples.worker(CHAT, "chat-decode-0", "serving-chat"))
                .create();

        start(GraphSelection.one(CHAT));

        GraphSnapshot seen = planner.awaitLook(CHAT, "anything", any -> true);
        assertThat(seen.graph().component("Decode").orElseThrow().replicas()).isEqualTo(1);
        assertThat(seen.adapters())
                .extracting(Adapter::component, Adapter::replicas)
                .containsExactly(tuple("Decode", 3));
        assertThat(seen.pods()).extracting(PodState::name).containsExactly("chat-decode-0");
        assertThat(seen.cards()).extracting(ModelCard::namespace).containsExactly("serving-chat");
        assertThat(seen.unseen()).isEmpty();
    }

    @Test
    void whatBelongsToAGraphWithALongerNameIsNotMixedIn() {
        create(CHAT);
        create(CHAT_LARGE);
        cluster.admin()
                .resource(Samples.adapter("chat-large-decode", CHAT_LARGE, "Decode", 3))
                .create();
        cluster.admin()
                .resource(Samples.pod(CHAT_LARGE, "chat-large-decode-0", "Decode"))
                .create();
        cluster.admin()
                .resource(Samples.worker(CHAT_LARGE, "chat-large-decode-0", "serving-chat-large"))
                .create();

        start(GraphSelection.in(Set.of("serving")));

        GraphSnapshot small = planner.awaitLook(CHAT, "anything", any -> true);
        assertThat(small.adapters()).isEmpty();
        assertThat(small.pods()).isEmpty();
        assertThat(small.cards()).isEmpty();
        GraphSnapshot large = planner.awaitLook(CHAT_LARGE, "anything", any -> true);
        assertThat(large.adapters()).hasSize(1);
        assertThat(large.pods()).hasSize(1);
        assertThat(large.cards()).hasSize(1);
    }

    @Test
    void aChangeOfAnythingIsALook() {
        create(CHAT);
        start(GraphSelection.one(CHAT));
        planner.awaitLook(CHAT, "anything", any -> true);

        cluster.admin().resource(Samples.graph(CHAT, 5)).update();
        planner.awaitLook(
                CHAT,
                "5 replicas",
                seen -> seen.graph().component("Decode").orElseThrow().replicas() == 5);
        cluster.admin()
                .resource(Samples.adapter("chat-decode", CHAT, "Decode", 5))
                .create();
        planner.awaitLook(CHAT, "an adapter", seen -> seen.adapters().size() == 1);
        cluster.admin().resource(Samples.pod(CHAT, "chat-decode-0", "Decode")).create();
        planner.awaitLook(CHAT, "a pod", seen -> seen.pods().size() == 1);
        cluster.admin()
                .resource(Samples.worker(CHAT, "chat-decode-0", "serving-chat"))
                .create();
        planner.awaitLook(CHAT, "a card", seen -> seen.cards().size() == 1);
        cluster.admin().pods().inNamespace("serving").withName("chat-decode-0").delete();
        planner.awaitLook(CHAT, "no pod", seen -> seen.pods().isEmpty());
    }

    @Test
    void aGraphIsLookedAtWhenThePlannerWantsTo() {
        create(CHAT);
        var clock = InstantSource.system();
        planner.answering(seen -> clock.instant().plusMillis(50));

        start(GraphSelection.one(CHAT));

        planner.awaitLookAfter(CHAT, 3);
    }

    @Test
    void aGraphIsLookedAtWhenItIsWoken() {
        create(CHAT);
        create(CHAT_LARGE);
        GraphController controller = start(GraphSelection.in(Set.of("serving")));
        planner.awaitLook(CHAT, "anything", any -> true);
        planner.awaitLook(CHAT_LARGE, "anything", any -> true);
        int looks = quiet(CHAT);
        int looksAtLarge = quiet(CHAT_LARGE);

        controller.wake(CHAT);
        planner.awaitLookAfter(CHAT, looks);
        assertThat(planner.looks(CHAT_LARGE)).hasSize(looksAtLarge);

        controller.wakeAll();
        planner.awaitLookAfter(CHAT_LARGE, looksAtLarge);
        controller.wake(new GraphId("serving", "nobody"));
        controller.wake(new GraphId("elsewhere", "chat"));
    }

    @Test
    void onlyTheNamedGraphIsLookedAt() {
        create(CHAT);
        create(CHAT_LARGE);

        start(GraphSelection.one(CHAT_LARGE));

        planner.awaitLook(CHAT_LARGE, "anything", any -> true);
        cluster.admin().resource(Samples.graph(CHAT, 5)).update();
        cluster.admin().resource(Samples.graph(CHAT_LARGE, 5)).update();
        planner.awaitLook(
                CHAT_LARGE,
                "5 replicas",
                seen -> seen.graph().component("Decode").orElseThrow().replicas() == 5);
        assertThat(planner.looks(CHAT)).isEmpty();
        assertThat(cluster.requests())
                .filteredOn(path -> path.contains(ServedKinds.GRAPHS + "?"))
                .isNotEmpty()
                .allMatch(path -> path.contains("fieldSelector=metadata.name%3Dchat-large"));
    }

    @Test
    void aNamedGraphThatDoesNotExistIsGoneUntilItAppears() {
        GraphController controller = start(GraphSelection.one(CHAT));
        planner.awaitGone(CHAT, 1);
        awaitFinding(controller, "graph-not-found");

        create(CHAT);
        planner.awaitLook(CHAT, "anything", any -> true);
        awaitNoFinding(controller, "graph-not-found");

        cluster.admin().resource(Samples.graph(CHAT, 1)).delete();
        planner.awaitGone(CHAT, 2);
        int looks = planner.looks(CHAT).size();

        create(CHAT);
        planner.awaitLookAfter(CHAT, looks);
        assertThat(planner.gone()).containsOnly(CHAT);
        assertThat(planner.hasOverlapped()).isFalse();
    }

    @Test
    void aGraphThatIsReplacedInAMomentIsLookedAtAgain() {
        create(CHAT);
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        planner.answering(seen -> {
            inside.countDown();
            await(goOn);
            return Instant.MAX;
        });
        start(GraphSelection.one(CHAT));
        await(inside);

        cluster.admin().resource(Samples.graph(CHAT, 1)).delete();
        cluster.admin().resource(Samples.graph(CHAT, 7)).create();
        goOn.countDown();

        planner.awaitLook(
                CHAT,
                "7 replicas",
                seen -> seen.graph().component("Decode").orElseThrow().replicas() == 7);
        assertThat(planner.hasOverlapped()).isFalse();
    }

    @Test
    void aLookThatFailsIsTriedAgainAndDisturbsNoOtherGraph() {
        create(CHAT);
        create(CHAT_LARGE);
        var failures = new AtomicInteger();
        planner.answering(seen -> {
            if (seen.graph().id().equals(CHAT) && failures.incrementAndGet() <= 4) {
                // An error as well as an exception: after one of those, too, the graph must not be forgotten.
                if (failures.get() % 2 == 0) {
                    throw new AssertionError("wrong");
                }
                throw new IllegalStateException("not now");
            }
            return Instant.MAX;
        });

        start(GraphSelection.in(Set.of("serving")));

        planner.awaitLookAfter(CHAT, 4);
        planner.awaitLook(CHAT_LARGE, "anything", any -> true);
        cluster.admin().resource(Samples.graph(CHAT, 5)).update();
        planner.awaitLook(
                CHAT,
                "5 replicas",
                seen -> seen.graph().component("Decode").orElseThrow().replicas() == 5);
    }

    @Test
    void oneGraphIsNeverLookedAtTwiceAtATimeAndDoesNotHoldUpOthers() {
        create(CHAT);
        create(CHAT_LARGE);
        var goOn = new CountDownLatch(1);
        planner.answering(seen -> {
            if (seen.graph().id().equals(CHAT)) {
                await(goOn);
            }
            return Instant.MAX;
        });
        GraphController controller = start(GraphSelection.in(Set.of("serving")));
        planner.awaitLook(CHAT, "anything", any -> true);
        planner.awaitLook(CHAT_LARGE, "anything", any -> true);

        for (int i = 0; i < 20; i++) {
            controller.wake(CHAT);
        }
        int looks = planner.looks(CHAT_LARGE).size();
        controller.wake(CHAT_LARGE);
        planner.awaitLookAfter(CHAT_LARGE, looks);
        assertThat(planner.looks(CHAT)).hasSize(1);

        goOn.countDown();
        planner.awaitLookAfter(CHAT, 1);
        assertThat(planner.hasOverlapped()).isFalse();
    }

    @Test
    void aBurstOfEventsIsAFewLooks() {
        create(CHAT);
        start(new ControllerSettings(
                GraphSelection.one(CHAT),
                1,
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                Duration.ofMillis(50),
                Duration.ofMillis(400)));
        planner.awaitLook(CHAT, "anything", any -> true);
        int looks = quiet(CHAT);

        for (int i = 0; i < 40; i++) {
            cluster.admin()
                    .resource(Samples.pod(CHAT, "chat-decode-" + i, "Decode"))
                    .create();
        }

        planner.awaitLook(CHAT, "40 pods", seen -> seen.pods().size() == 40);
        assertThat(planner.looks(CHAT).size() - looks).isBetween(1, 10);
    }

    @Test
    void podsThatMayNotBeReadAreUnknownUntilTheyMay() {
        create(CHAT);
        cluster.admin().resource(Samples.pod(CHAT, "chat-decode-0", "Decode")).create();
        cluster.admin()
                .resource(Samples.worker(CHAT, "chat-decode-0", "serving-chat"))
                .create();
        cluster.admin()
                .resource(Samples.worker(CHAT, "other-decode-0", "serving-chat-large"))
                .create();
        cluster.refuse("pods", 403, "pods is forbidden: User \"planner\" cannot list resource \"pods\"");

        GraphController controller = start(GraphSelection.one(CHAT));

        GraphSnapshot blind = planner.awaitLook(CHAT, "anything", any -> true);
        assertThat(blind.unseen()).containsExactly(GraphSnapshot.Source.PODS);
        assertThat(blind.pods()).isEmpty();
        assertThat(blind.cards()).extracting(ModelCard::pod).containsExactly("chat-decode-0");
        Finding finding = awaitFinding(controller, "permission-missing");
        assertThat(finding.line()).contains("pods", "cannot list", "\"watch\"");
        assertThat(controller.isWatching()).isTrue();

        cluster.answerTruly("pods");
        planner.awaitLook(
                CHAT,
                "all parts",
                seen -> seen.unseen().isEmpty() && seen.pods().size() == 1);
        awaitNoFinding(controller, "permission-missing");
    }

    @Test
    void graphsThatMayNotBeReadAreWaitedFor() {
        create(CHAT);
        cluster.refuse(ServedKinds.GRAPHS, 403, "dynamographdeployments.nvidia.com is forbidden");

        GraphController controller = start(GraphSelection.one(CHAT));

        Finding finding = awaitFinding(controller, "permission-missing");
        assertThat(finding.blocks()).isTrue();
        assertThat(finding.subject()).contains(ServedKinds.GRAPHS);
        assertThat(controller.isWatching()).isFalse();
        assertThat(planner.gone()).isEmpty();

        cluster.answerTruly(ServedKinds.GRAPHS);
        planner.awaitLook(CHAT, "anything", any -> true);
        awaitFinding(controller, "graphs-watched");
    }

    @Test
    void aClusterWithoutGraphsIsAskedUntilItHasThem() {
        cluster.serve(GraphApi.V1BETA1, Set.of());
        cluster.serve(GraphApi.V1ALPHA1, Set.of());
        GraphController controller = start(GraphSelection.one(CHAT));
        Finding finding = awaitFinding(controller, "kind-not-served");
        assertThat(finding.blocks()).isTrue();
        planner.awaitGone(CHAT, 1);

        cluster.serve(GraphApi.V1BETA1, MockCluster.ALL);
        create(CHAT);

        planner.awaitLook(CHAT, "anything", any -> true);
    }

    @Test
    void theOlderVersionIsReadWhereThereIsNoOther() {
        cluster.serve(GraphApi.V1BETA1, Set.of());
        cluster.admin().resource(Samples.olderGraph(CHAT, 4)).create();

        start(GraphSelection.one(CHAT));

        GraphSnapshot seen = planner.awaitLook(CHAT, "anything", any -> true);
        assertThat(seen.graph().api()).isEqualTo(GraphApi.V1ALPHA1);
        assertThat(seen.graph().component("Decode").orElseThrow().replicas()).isEqualTo(4);
        assertThat(cluster.requests()).noneMatch(path -> path.contains("v1beta1"));
    }

    @Test
    void aKindThatIsInstalledLaterIsWatchedFromThenOn() {
        cluster.serve(GraphApi.V1BETA1, Set.of(ServedKinds.GRAPHS));
        cluster.serve(GraphApi.V1ALPHA1, Set.of(ServedKinds.GRAPHS));
        create(CHAT);
        GraphController controller = start(GraphSelection.one(CHAT));
        GraphSnapshot without = planner.awaitLook(CHAT, "anything", any -> true);
        // A kind that does not exist has no objects; nothing about it is unknown.
        assertThat(without.unseen()).isEmpty();
        awaitFinding(controller, "kind-not-served");
        cluster.admin()
                .resource(Samples.adapter("chat-decode", CHAT, "Decode", 3))
                .create();

        cluster.serve(GraphApi.V1BETA1, Set.of(ServedKinds.GRAPHS, ServedKinds.ADAPTERS));
        cluster.serve(GraphApi.V1ALPHA1, MockCluster.ALL);

        planner.awaitLook(CHAT, "an adapter", seen -> seen.adapters().size() == 1);
        awaitNoFinding(controller, "kind-not-served");
        assertThat(planner.gone()).isEmpty();
    }

    @Test
    void aGraphThatVanishedWhileNobodyWatchedIsGone() {
        cluster.serve(GraphApi.V1BETA1, Set.of(ServedKinds.GRAPHS));
        cluster.serve(GraphApi.V1ALPHA1, Set.of(ServedKinds.GRAPHS));
        create(CHAT);
        create(CHAT_LARGE);
        cluster.answer(
                ServedKinds.GRAPHS, request -> request.getPath().contains("watch=true") ? MockCluster.silence() : null);
        start(GraphSelection.in(Set.of("serving")));
        planner.awaitLook(CHAT, "anything", any -> true);
        planner.awaitLook(CHAT_LARGE, "anything", any -> true);

        cluster.admin().resource(Samples.graph(CHAT_LARGE, 1)).delete();
        // A new kind makes the controller list everything anew.
        cluster.serve(GraphApi.V1ALPHA1, MockCluster.ALL);

        planner.awaitGone(CHAT_LARGE, 1);
        assertThat(planner.gone()).containsExactly(CHAT_LARGE);
    }

    @Test
    void afterAnExpiredWatchTheGraphsAreListedAnew() {
        create(CHAT);
        var watch = new CompletableFuture<WebSocket>();
        cluster.answer(ServedKinds.GRAPHS, request -> {
            boolean first = request.getPath().contains("watch=true") && !watch.isDone();
            return first
                    ? new MockResponse().withWebSocketUpgrade(new WebSocketListener() {
                        @Override
                        public void onOpen(WebSocket socket, Response response) {
                            watch.complete(socket);
                        }
                    })
                    : null;
        });
        start(GraphSelection.one(CHAT));
        planner.awaitLook(CHAT, "anything", any -> true);

        cluster.admin().resource(Samples.graph(CHAT, 5)).update();
        watch.join().send("""
                {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 410,
                  "reason": "Expired", "message": "too old resource version: 1 (2)"}}""");

        planner.awaitLook(
                CHAT,
                "5 replicas",
                seen -> seen.graph().component("Decode").orElseThrow().replicas() == 5);
    }

    @Test
    void aListThatCannotBeReadEndsNothing() {
        create(CHAT);
        cluster.answer(
                ServedKinds.GRAPHS,
                request -> new MockResponse().setResponseCode(200).setBody("{\"items\": 3}"));
        cluster.answer(
                "pods", request -> new MockResponse().setResponseCode(200).setBody("{\"items\": 3}"));

        GraphController controller = start(GraphSelection.one(CHAT));
        Await.until(
                "attempts",
                () -> cluster.requests().stream()
                                .filter(path -> path.contains(ServedKinds.GRAPHS))
                                .count()
                        > 3);
        assertThat(controller.isWatching()).isFalse();
        cluster.answerTruly(ServedKinds.GRAPHS);
        GraphSnapshot blind = planner.awaitLook(CHAT, "anything", any -> true);
        assertThat(blind.unseen()).containsExactly(GraphSnapshot.Source.PODS);

        cluster.answerTruly("pods");
        planner.awaitLook(CHAT, "all parts", seen -> seen.unseen().isEmpty());
        awaitFinding(controller, "graphs-watched");
    }

    @Test
    void aServerThatCannotBeReachedIsAFindingAndIsAskedAgain() {
        KubernetesClient nowhere = KubernetesClients.open(
                new ConfigBuilder(cluster.admin().getConfiguration())
                        .withMasterUrl("http://127.0.0.1:1")
                        .build(),
                "test",
                RequestListener.none());
        try (nowhere) {
            GraphController controller =
                    new GraphController(nowhere, settings(GraphSelection.one(CHAT)), reader(), planner, Instant::now);
            controller.start();
            Finding finding = awaitFinding(controller, "api-unreachable");
            assertThat(finding.blocks()).isTrue();
            assertThat(finding.subject()).contains("127.0.0.1:1");
            assertThat(controller.isWatching()).isFalse();
            controller.close();
        }
        assertThat(planner.gone()).isEmpty();
    }

    @Test
    void fieldsThatMakeNoSenseAreFindings() {
        var graph = Samples.graph(CHAT, 1);
        graph.setSpec(Samples.json(
                "{\"components\": [{\"name\": \"Decode\", \"type\": \"decode\", \"replicas\": \"many\"}]}"));
        cluster.admin().resource(graph).create();

        GraphController controller = start(GraphSelection.one(CHAT));

        Finding finding = awaitFinding(controller, "graph-field-invalid");
        assertThat(finding.what()).contains("replicas").contains("many");
    }

    @Test
    void closingWaitsForTheLookAndIsTheEndOfLooks() {
        create(CHAT);
        var inside = new CountDownLatch(1);
        planner.answering(seen -> {
            inside.countDown();
            return Instant.MIN;
        });
        GraphController controller = start(GraphSelection.one(CHAT));
        await(inside);

        controller.close();

        int looks = planner.looks(CHAT).size();
        cluster.admin().resource(Samples.graph(CHAT, 5)).update();
        controller.wakeAll();
        assertThat(planner.looks(CHAT)).hasSize(looks);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.equals("graph-controller") || name.startsWith("ReconcilerExecutor"));
    }

    private GraphController start(GraphSelection graphs) {
        return start(settings(graphs));
    }

    private GraphController start(ControllerSettings settings) {
        var controller = new GraphController(cluster.planner(), settings, reader(), planner, Instant::now);
        controllers.add(controller);
        controller.start();
        return controller;
    }

    private static ControllerSettings settings(GraphSelection graphs) {
        return new ControllerSettings(
                graphs, 2, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(400));
    }

    private static GraphReader reader() {
        return new GraphReader(GpuResources.STANDARD);
    }

    private void create(GraphId graph) {
        cluster.admin().resource(Samples.graph(graph, 1)).create();
    }

    /** The number of looks once nothing has led to another for a while. */
    private int quiet(GraphId graph) {
        int[] looks = {-1};
        Await.until("quiet", () -> {
            int before = looks[0];
            looks[0] = planner.looks(graph).size();
            return before == looks[0]
                    && !Await.within(
                            Duration.ofMillis(200), () -> planner.looks(graph).size() != before);
        });
        return looks[0];
    }

    private static Finding awaitFinding(GraphController controller, String code) {
        Await.until("finding " + code, () -> has(controller, code));
        return controller.findings().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitNoFinding(GraphController controller, String code) {
        Await.until("end of finding " + code, () -> !has(controller, code));
    }

    private static boolean has(GraphController controller, String code) {
        return controller.findings().stream().anyMatch(finding -> finding.code().equals(code));
    }

    private static void await(CountDownLatch latch) {
        Await.until("go-ahead", () -> latch.getCount() == 0);
    }
}
