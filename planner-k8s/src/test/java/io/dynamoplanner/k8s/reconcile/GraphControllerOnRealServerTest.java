package io.dynamoplanner.k8s.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.k8s.client.KubernetesClients;
import io.dynamoplanner.k8s.client.RequestListener;
import io.dynamoplanner.k8s.graph.GpuResources;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.graph.GraphReader;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.graph.ModelCard;
import io.dynamoplanner.k8s.resource.GraphDeploymentV1beta1;
import io.dynamoplanner.k8s.resource.OpenResource;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.AuditLog;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A controller with the rights of a service account, on an API server as it runs in clusters. */
@RealKube
class GraphControllerOnRealServerTest {
    private static final String ACCOUNT = "planner";
    private static final List<String> READ = List.of("get", "list", "watch");

    private final KubeServer kube;
    private final KubernetesClient admin;
    private final String namespace;
    private final GraphId chat;
    private final RecordingPlanner planner = new RecordingPlanner();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    GraphControllerOnRealServerTest(KubeServer kube) {
        this.kube = kube;
        admin = opened(kube.admin().getConfiguration());
        namespace = kube.newNamespace("reconcile");
        chat = new GraphId(namespace, "chat");
    }

    @BeforeEach
    void allowAllButPods() {
        kube.allow(
                namespace,
                ACCOUNT,
                GraphApi.GROUP,
                List.of(ServedKinds.GRAPHS, ServedKinds.ADAPTERS, ServedKinds.WORKERS),
                READ);
    }

    @AfterEach
    void stop() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void aGraphIsSeenWithAllThatBelongsToItAndWithEveryChange() {
        allowPods();
        create(Samples.graph(chat, 2));
        create(Samples.graph(new GraphId(namespace, "chat-large"), 2));
        start(GraphSelection.one(chat));
        planner.awaitLook(chat, "anything", any -> true);

        create(Samples.adapter("chat-decode", chat, "Decode", 2));
        create(Samples.adapter("chat-large-decode", new GraphId(namespace, "chat-large"), "Decode", 2));
        planner.awaitLook(chat, "its adapter", seen -> seen.adapters().size() == 1);
        admin.resource(Samples.pod(chat, "chat-decode-0", "Decode")).create();
        planner.awaitLook(chat, "its pod", seen -> seen.pods().size() == 1);
        create(Samples.worker(chat, "chat-decode-0", namespace + "-chat"));
        GraphSnapshot seen =
                planner.awaitLook(chat, "its card", one -> one.cards().size() == 1);
        assertThat(seen.adapters().get(0).name()).isEqualTo("chat-decode");
        assertThat(seen.cards()).extracting(ModelCard::component).containsExactly("backend");

        var graph = admin.resources(GraphDeploymentV1beta1.class)
                .inNamespace(namespace)
                .withName("chat")
                .require();
        graph.setStatus(Samples.json("{\"state\": \"successful\", \"observedGeneration\": 1}"));
        admin.resource(graph).updateStatus();
        planner.awaitLook(chat, "a status", one -> one.graph().status().state().equals("successful"));

        admin.resource(graph).delete();
        planner.awaitGone(chat, 1);
        assertThat(planner.hasOverlapped()).isFalse();
    }

    @Test
    void theOlderVersionIsWatchedToo() {
        allowPods();
        create(Samples.olderGraph(chat, 4));
        ControllerRun<?> run = ControllerRun.of(
                account(Optional.empty()),
                new ServedKinds(GraphApi.V1ALPHA1, Optional.of(GraphApi.V1ALPHA1), true),
                settings(GraphSelection.one(chat)),
                reader(),
                new KnownGraphs(planner),
                Instant::now);
        open.push(run::stop);

        run.start();

        Graph seen = planner.awaitLook(chat, "anything", any -> true).graph();
        assertThat(seen.api()).isEqualTo(GraphApi.V1ALPHA1);
        assertThat(seen.component("Decode").orElseThrow().replicas()).isEqualTo(4);
        admin.resource(Samples.pod(chat, "chat-decode-0", "Decode")).create();
        planner.awaitLook(chat, "its pod", one -> one.pods().size() == 1);
    }

    @Test
    void nothingIsAskedForThatIsNotNeeded() {
        allowPods();
        create(Samples.graph(chat, 2));
        create(Samples.graph(new GraphId(namespace, "code"), 2));
        Instant before = Instant.now();

        GraphController controller = start(GraphSelection.one(chat));

        planner.awaitLook(chat, "anything", any -> true);
        Await.until("watch", controller::isWatching);
        Await.until(
                "four watches",
                () -> requests(before).stream()
                                .filter(request -> request.verb().equals("watch"))
                                .count()
                        == 4);
        assertThat(requests(before))
                .filteredOn(request -> request.resource().equals(ServedKinds.GRAPHS))
                .isNotEmpty()
                .allMatch(request -> request.path().contains("fieldSelector=metadata.name%3Dchat"));
        assertThat(requests(before))
                .filteredOn(request -> request.resource().equals("pods"))
                .isNotEmpty()
                .allMatch(request ->
                        request.path().contains("labelSelector=nvidia.com%2Fdynamo-graph-deployment-name%3Dchat"));
        assertThat(requests(before))
                .filteredOn(request -> !request.resource().isEmpty())
                .allMatch(request -> request.namespace().equals(namespace));
    }

    @Test
    void nothingIsAskedForWhileNothingChanges() {
        allowPods();
        create(Samples.graph(chat, 2));
        admin.resource(Samples.pod(chat, "chat-decode-0", "Decode")).create();
        Instant start = Instant.now();
        GraphController controller = start(GraphSelection.one(chat));
        planner.awaitLook(chat, "anything", any -> true);
        Await.until(
                "four watches",
                () -> requests(start).stream()
                                .filter(request -> request.verb().equals("watch"))
                                .count()
                        == 4);
        Instant steady = Instant.now();

        for (int i = 0; i < 20; i++) {
            int looks = planner.looks(chat).size();
            controller.wake(chat);
            planner.awaitLookAfter(chat, looks);
        }

        assertThat(requests(steady)).isEmpty();
    }

    @Test
    void aRightThatIsGrantedLaterIsUsedFromThenOn() {
        create(Samples.graph(chat, 2));
        admin.resource(Samples.pod(chat, "chat-decode-0", "Decode")).create();
        GraphController controller = start(GraphSelection.one(chat));

        GraphSnapshot blind = planner.awaitLook(chat, "anything", any -> true);
        assertThat(blind.unseen()).containsExactly(GraphSnapshot.Source.PODS);
        Await.until(
                "finding",
                () -> controller.findings().stream()
                        .anyMatch(finding -> finding.code().equals("permission-missing")
                                && finding.what().contains("cannot list resource \"pods\"")));

        allowPods();

        planner.awaitLook(
                chat,
                "its pod",
                seen -> seen.pods().size() == 1 && seen.unseen().isEmpty());
    }

    @Test
    void aGraphThatMayNotBeReadIsWaitedFor() {
        create(Samples.graph(chat, 2));
        GraphController controller = start(GraphSelection.one(chat), "stranger", Optional.empty());
        Await.until(
                "finding",
                () -> controller.findings().stream()
                        .anyMatch(finding -> finding.code().equals("permission-missing") && finding.blocks()));
        assertThat(planner.gone()).isEmpty();

        kube.allow(namespace, "stranger", GraphApi.GROUP, List.of(ServedKinds.GRAPHS), READ);

        planner.awaitLook(chat, "anything", any -> true);
    }

    @Test
    void objectsThatMakeNoSenseDisturbNothing() {
        allowPods();
        GraphId odd = new GraphId(namespace, "odd");
        create(Samples.graph(chat, 2));
        start(GraphSelection.in(Set.of(namespace)));
        planner.awaitLook(chat, "anything", any -> true);

        var graph = Samples.graph(odd, 1);
        graph.setSpec(Samples.json("""
                {"components": [
                  {"name": "Decode", "resources": 7, "experimental": "yes", "volumes": {"a": [null, {}]},
                   "podTemplate": {"spec": {"tolerations": 5, "containers": [
                     {"name": "main", "lifecycle": [[], {"x": -1e300}]}]}}}],
                 "restart": {"id": "x", "strategy": [1, {"deep": {"deeper": null}}]}, "services": "none"}"""));
        create(graph);
        var worker = Samples.worker(chat, "chat-decode-0", "any");
        worker.setSpec(Samples.json("{\"data\": \"{\\\"model_cards\\\": 3\"}"));
        create(worker);
        var other = Samples.worker(chat, "chat-decode-1", "any");
        other.setSpec(Samples.json("{\"data\": {\"model_cards\": {\"a\": null, \"b\": [1], \"c\": {\"type\": 5}}}}"));
        create(other);

        planner.awaitLook(
                odd, "a component", seen -> seen.graph().component("Decode").isPresent());
        create(Samples.adapter("chat-decode", chat, "Decode", 2));
        planner.awaitLook(chat, "its adapter", seen -> seen.adapters().size() == 1);
        admin.resource(Samples.pod(chat, "chat-decode-0", "Decode")).create();
        planner.awaitLook(chat, "its pod", seen -> seen.pods().size() == 1);
    }

    @Test
    void whatChangedWhileTheLineWasCutIsNoticed() {
        allowPods();
        create(Samples.graph(chat, 2));
        Relay relay = new Relay(URI.create(kube.url()).getPort());
        open.push(relay);
        GraphController controller = start(GraphSelection.one(chat), ACCOUNT, Optional.of(relay));
        planner.awaitLook(chat, "anything", any -> true);
        Await.until("watch", controller::isWatching);

        relay.cut();
        Await.until(
                "finding",
                () -> controller.findings().stream()
                        .anyMatch(finding -> finding.code().equals("api-unreachable")));
        assertThat(controller.isWatching()).isFalse();
        admin.resource(Samples.graph(chat, 9)).update();
        admin.resource(Samples.pod(chat, "chat-decode-0", "Decode")).create();
        int looks = planner.looks(chat).size();
        controller.wake(chat);
        planner.awaitLookAfter(chat, looks);

        relay.mend();
        planner.awaitLook(
                chat,
                "9 replicas and a pod",
                seen -> seen.graph().component("Decode").orElseThrow().replicas() == 9
                        && seen.pods().size() == 1);
        Await.until("watch", controller::isWatching);
        assertThat(planner.gone()).isEmpty();
    }

    private void allowPods() {
        kube.allow(namespace, ACCOUNT, "", List.of("pods"), READ);
    }

    private void create(OpenResource object) {
        admin.resource(object).create();
    }

    private GraphController start(GraphSelection graphs) {
        return start(graphs, ACCOUNT, Optional.empty());
    }

    private GraphController start(GraphSelection graphs, String account, Optional<Relay> relay) {
        var controller =
                new GraphController(account(account, relay), settings(graphs), reader(), planner, Instant::now);
        open.push(controller);
        controller.start();
        return controller;
    }

    private KubernetesClient account(Optional<Relay> relay) {
        return account(ACCOUNT, relay);
    }

    private KubernetesClient account(String account, Optional<Relay> relay) {
        try (KubernetesClient plain = kube.as(namespace, account)) {
            var config = new ConfigBuilder(plain.getConfiguration()).withWatchReconnectInterval(100);
            relay.ifPresent(line -> config.withMasterUrl("https://127.0.0.1:" + line.port()));
            return opened(config.build());
        }
    }

    private KubernetesClient opened(Config config) {
        KubernetesClient client = KubernetesClients.open(config, "test", RequestListener.none());
        open.push(client);
        return client;
    }

    private List<AuditLog.Request> requests(Instant since) {
        return kube.audit().since(since).stream()
                .filter(request -> request.user().equals("system:serviceaccount:" + namespace + ":" + ACCOUNT))
                .toList();
    }

    private static ControllerSettings settings(GraphSelection graphs) {
        return new ControllerSettings(
                graphs, 2, Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(1));
    }

    private static GraphReader reader() {
        return new GraphReader(GpuResources.STANDARD);
    }
}
