package io.dynamoplanner.power.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.power.Access;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.agent.Mode;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.power.device.FakeBoards;
import io.dynamoplanner.power.metrics.AgentMetrics;
import io.dynamoplanner.power.state.Step;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.Checkout;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real API server: pods, switches, rights and what is written. */
@RealKube
class KubeClusterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubeServer kube;
    private final String namespace;
    private final String node;
    private final ApiTally tally = new ApiTally();
    private final ApiClient client;
    private final List<AutoCloseable> closing = new ArrayList<>();

    @TempDir
    private Path folder;

    KubeClusterTest(KubeServer kube) {
        this.kube = kube;
        this.namespace = kube.newNamespace("power");
        this.node = "node-" + namespace;
        kube.admin()
                .nodes()
                .resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(node)
                        .endMetadata()
                        .build())
                .create();
        this.client = Access.of(kube.admin(), tally);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : closing) {
            one.close();
        }
        kube.admin().nodes().withName(node).delete();
    }

    private KubeCluster cluster(ApiClient by, Runnable changed) {
        var scope = new KubeCluster.Scope(node, "", namespace + "/control", true);
        KubeCluster cluster = KubeCluster.watch(by, scope, 400, changed);
        closing.add(0, cluster);
        return cluster;
    }

    private KubeCluster cluster() {
        KubeCluster cluster = cluster(client, () -> {});
        Await.until("watch", () -> cluster.view().stale().isEmpty());
        return cluster;
    }

    private Pod pod(String name, String onNode, Map<String, String> annotations) {
        return kube.admin()
                .pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withAnnotations(annotations)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(onNode)
                        .addNewContainer()
                        .withName("main")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private void annotate(String name, String value) {
        kube.admin()
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToAnnotations(CapText.ANNOTATION, value)
                        .endMetadata()
                        .build());
    }

    private static List<String> asked(ClusterView view) {
        return view.pods().all().stream()
                .map(pod -> pod.name() + "=" + (pod.requested() instanceof CapText.Watts w ? w.watts() : "unusable"))
                .sorted()
                .toList();
    }

    @Test
    void podsOfThisNodeWithTheAnnotationAreSeenAsTheyComeChangeAndGo() {
        pod("old", node, Map.of(CapText.ANNOTATION, "480"));
        pod("plain", node, Map.of());
        pod("elsewhere", "other-" + node, Map.of(CapText.ANNOTATION, "480"));
        KubeCluster cluster = cluster();
        assertThat(asked(cluster.view())).containsExactly("old=480");

        pod("new", node, Map.of(CapText.ANNOTATION, "300W"));
        Await.until("new pod", () -> asked(cluster.view()).equals(List.of("new=unusable", "old=480")));
        annotate("old", "350");
        Await.until("change", () -> asked(cluster.view()).contains("old=350"));
        annotate("plain", "200");
        Await.until("opting in", () -> asked(cluster.view()).contains("plain=200"));
        kube.admin()
                .pods()
                .inNamespace(namespace)
                .withName("old")
                .withGracePeriod(0)
                .delete();
        Await.until("end", () -> asked(cluster.view()).equals(List.of("new=unusable", "plain=200")));
    }

    @Test
    void aPodThatHasEndedIsGone() {
        pod("job", node, Map.of(CapText.ANNOTATION, "480"));
        KubeCluster cluster = cluster();

        kube.admin()
                .pods()
                .inNamespace(namespace)
                .withName("job")
                .editStatus(pod -> new PodBuilder(pod)
                        .withNewStatus()
                        .withPhase("Succeeded")
                        .endStatus()
                        .build());

        Await.until("end", () -> asked(cluster.view()).isEmpty());
    }

    @Test
    void theSwitchesAreThrownByTheNodeAndByTheConfigMap() {
        KubeCluster cluster = cluster();
        assertThat(cluster.view().emergency().on()).isFalse();

        kube.admin()
                .nodes()
                .withName(node)
                .edit(it -> new NodeBuilder(it)
                        .editMetadata()
                        .addToAnnotations(Emergency.ANNOTATION, "300")
                        .endMetadata()
                        .build());
        Await.until("emergency", () -> cluster.view().emergency().watts().orElse(0) == 300);

        var control = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("control")
                .withNamespace(namespace)
                .endMetadata()
                .withData(Map.of(ControlMap.EMERGENCY, "250", ControlMap.UNINSTALL, "true"))
                .build();
        kube.admin().configMaps().resource(control).create();
        Await.until("lower emergency", () -> cluster.view().emergency().watts().orElse(0) == 250);
        Await.until("uninstall", () -> cluster.view().uninstall());

        kube.admin().configMaps().resource(control).delete();
        Await.until(
                "deletion",
                () -> kube.admin()
                                .configMaps()
                                .inNamespace(namespace)
                                .withName("control")
                                .get()
                        == null);
        assertThat(cluster.view().uninstall()).isTrue();
        assertThat(cluster.view().emergency().watts()).hasValue(250);

        control.setData(Map.of());
        kube.admin().configMaps().resource(control).create();
        Await.until(
                "end",
                () -> cluster.view().emergency().watts().orElse(0) == 300
                        && !cluster.view().uninstall());
        assertThat(cluster.view().stale()).isEmpty();
        assertThat(cluster.nodeUid()).isNotEmpty();
    }

    @Test
    void withoutRightsNothingIsKnownAndTheReasonIsTold() {
        try (KubernetesClient stranger = kube.as(namespace, "stranger")) {
            KubeCluster cluster = cluster(Access.of(stranger, tally), () -> {});

            Await.until("refusal", () -> tally.failedLists() > 0);
            Await.until("reason", () -> cluster.view().stale().contains("forbidden"));
            cluster.close();
        }
    }

    /** The number of requests stays the same while nothing changes. */
    @Test
    void oneListAndOneWatchOfEachKindAreAllThatIsAsked() {
        KubeCluster cluster = cluster();
        Await.until("watches", () -> tally.count("watch") == 3);

        for (int i = 0; i < 30; i++) {
            pod("p" + i, node, Map.of(CapText.ANNOTATION, "480"));
        }

        Await.until("pods", () -> cluster.view().pods().all().size() == 30);
        assertThat(tally.count("list")).isEqualTo(3);
        assertThat(tally.count("watch")).isEqualTo(3);
    }

    @Test
    void theStatusIsWrittenWhenSomethingChangesAndNotElse() throws Exception {
        define();
        var boards = new FakeBoards(1);
        KubeCluster cluster = cluster();
        try (var writer = new StatusWriter(client, node, cluster::nodeUid)) {
            Agent agent = agent(boards, cluster, List.of(writer));

            for (int i = 0; i < 20; i++) {
                agent.pass();
            }
            Await.until("status", () -> status().path("boards").size() == 1);
            // the object is there a moment before its answer is counted
            Await.until("first answer", () -> tally.count("patch") == 1);
            assertThat(status().at("/boards/0/appliedWatts").asInt()).isEqualTo(700);

            boards.setByOther("GPU-fake-0", 600_000);
            agent.pass();
            Await.until("change", () -> status().at("/boards/0/appliedWatts").asInt() == 600);
            Await.until("second answer", () -> tally.count("patch") == 2);
        }
        var written = kube.admin()
                .genericKubernetesResources(StatusBody.API_VERSION, StatusBody.KIND)
                .withName(node);
        assertThat(written.get().getMetadata().getOwnerReferences()).hasSize(1);
        // nobody else is here who would delete it with its node
        written.delete();
    }

    private void define() throws IOException {
        Path file =
                Checkout.find("charts/power-agent/crds/gpupowerstatuses.yaml").orElseThrow();
        try (var in = Files.newInputStream(file)) {
            kube.admin().load(in).serverSideApply();
        }
        Await.until(
                "kind",
                () -> client.get(StatusWriter.PATH.substring(0, StatusWriter.PATH.length() - 1))
                        .problem()
                        .isEmpty());
    }

    private JsonNode status() {
        ApiClient.Answer answer = client.get(StatusWriter.PATH + node);
        try {
            return answer.problem().isEmpty() ? JSON.readTree(answer.body()).path("status") : JSON.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Agent agent(FakeBoards boards, KubeCluster cluster, List<Agent.Listener> listeners) {
        var usual = CapPolicy.of(500);
        var policy = new CapPolicy(
                500,
                500,
                usual.conflict(),
                usual.mig(),
                usual.namespaces(),
                1,
                0,
                Duration.ZERO,
                usual.repairPause(),
                usual.nodeLimitWatts());
        return new Agent(
                new Agent.Parts(
                        boards,
                        boards,
                        new ProcFolder(folder.resolve("proc")),
                        Allocations.none(),
                        cluster,
                        folder.resolve("state"),
                        Step.Listener.none()),
                new AgentSettings(
                        policy,
                        Mode.ENFORCE,
                        Duration.ofSeconds(15),
                        AgentSettings.Shutdown.RESTORE,
                        Duration.ofSeconds(20)),
                Clock.systemUTC(),
                listeners);
    }

    /** The whole way: a patch of the pod, the watch, the loop, the board. */
    @Test
    void boardsFollowAnnotationsAtOnce() throws Exception {
        var boards = new FakeBoards(8);
        for (int i = 0; i < 8; i++) {
            String uid = pod("worker-" + i, node, Map.of(CapText.ANNOTATION, "480"))
                    .getMetadata()
                    .getUid();
            Path process = Files.createDirectories(folder.resolve("proc").resolve(Integer.toString(100 + i)));
            Files.writeString(process.resolve("cgroup"), "0::/kubepods/burstable/pod" + uid + "/x\n");
            Files.writeString(process.resolve("stat"), "1 (x) S");
            boards.run("GPU-fake-" + i, Set.of(100L + i));
        }
        var wake = new Runnable[] {() -> {}};
        KubeCluster cluster = cluster(client, () -> wake[0].run());
        var metrics = new AgentMetrics(
                node, CapPolicy.of(500).conflict(), uid -> cluster.times().take(uid));
        Agent agent = agent(boards, cluster, List.of(metrics));
        wake[0] = agent::wake;
        var loop = new Thread(agent::run);
        loop.start();
        for (int i = 0; i < 8; i++) {
            String board = "GPU-fake-" + i;
            Await.until("first limit", () -> boards.limit(board) == 480_000);
        }

        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int worker = i % 8;
            long watts = 200 + i * 5L;
            long began = System.nanoTime();
            annotate("worker-" + worker, Long.toString(watts));
            long deadline = began + TimeUnit.SECONDS.toNanos(60);
            while (boards.limit("GPU-fake-" + worker) != watts * 1000 && System.nanoTime() < deadline) {
                TimeUnit.MICROSECONDS.sleep(200);
            }
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        agent.stop();
        loop.join();

        Collections.sort(millis);
        System.out.println("patch of a pod to limit of its board, ms: " + millis);
        for (int i = 0; i < 8; i++) {
            assertThat(boards.limit("GPU-fake-" + i)).isEqualTo(700_000);
        }
        assertThat(metrics.scrape())
                .contains("dynamo_power_agent_annotation_to_apply_seconds_bucket")
                .contains("dynamo_power_agent_apply_failures_total");
    }
}
