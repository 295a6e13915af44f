package io.dynamoplanner.power.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.Access;
import io.dynamoplanner.power.Main;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.Mode;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.device.FakeBoards;
import io.dynamoplanner.power.kube.KubeCluster;
import io.dynamoplanner.power.kube.StatusWriter;
import io.dynamoplanner.power.state.Step;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manifests on a real API server: the account may do what the agent does, and the switches reach it. */
@RealKube
class ShippedManifestsTest {
    private static final String NAMESPACE = "power-agent";
    private static final String NODE = "shipped-node";

    private final KubeServer kube;

    @TempDir
    private Path folder;

    ShippedManifestsTest(KubeServer kube) {
        this.kube = kube;
    }

    @Test
    void theAccountMayDoWhatTheAgentDoesAndTheSwitchesReachIt() throws Exception {
        apply();
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), kube.kubeconfig(NAMESPACE, "operator"));
        var boards = new FakeBoards(1);
        run(boards, worker());
        var tally = new ApiTally();
        try (KubernetesClient account = kube.as(NAMESPACE, "power-agent")) {
            ApiClient client = Access.of(account, tally);
            var wake = new Runnable[] {() -> {}};
            var scope = new KubeCluster.Scope(NODE, "", NAMESPACE + "/power-agent-control", true);
            try (var cluster = KubeCluster.watch(client, scope, 300, () -> wake[0].run());
                    var status = new StatusWriter(client, NODE, cluster::nodeUid)) {
                Agent agent = agent(boards, cluster, status);
                wake[0] = agent::wake;
                var loop = new Thread(agent::run);
                loop.start();
                Await.until("limit", () -> boards.limit("GPU-fake-0") == 480_000);
                Await.until("status", () -> tally.count("patch") > 0);

                String drill = command(kubeconfig, "drill", "--watts=250");
                assertThat(drill).contains("1 nodes take part", "all nodes down after", "all nodes back after");
                System.out.println(drill);
                Await.until("end of the emergency", () -> boards.limit("GPU-fake-0") == 480_000);

                assertThat(command(kubeconfig, "release")).contains("no board is limited");
                assertThat(boards.limit("GPU-fake-0")).isEqualTo(700_000);
                assertThat(command(kubeconfig, "release", "--undo")).contains("again");
                Await.until("limit again", () -> boards.limit("GPU-fake-0") == 480_000);
                agent.stop();
                loop.join();
            }
            assertThat(tally.failedLists()).isZero();
        }
    }

    private void apply() throws IOException {
        kube.admin()
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        for (Path file : List.of(
                Path.of("..", "charts", "power-agent", "crds", "gpupowerstatuses.yaml"),
                Path.of("..", "deploy", "power-agent", "power-agent.yaml"))) {
            try (var in = Files.newInputStream(file)) {
                List<HasMetadata> objects = kube.admin().load(in).items();
                objects.forEach(object -> kube.admin().resource(object).serverSideApply());
            }
        }
        // whoever operates the cluster throws the switches
        var rights = kube.admin().load(new ByteArrayInputStream("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: power-agent-test-operator}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: ServiceAccount, name: operator, namespace: power-agent}]
                """.getBytes(StandardCharsets.UTF_8)));
        rights.serverSideApply();
        Await.until("rights of the agent", () -> {
            try (KubernetesClient account = kube.as(NAMESPACE, "power-agent")) {
                return account.pods().inAnyNamespace().list() != null;
            } catch (RuntimeException e) {
                return false;
            }
        });
    }

    private String worker() {
        String namespace = kube.newNamespace("shipped");
        return kube.admin()
                .pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("worker")
                        .addToAnnotations(CapText.ANNOTATION, "480")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(NODE)
                        .addNewContainer()
                        .withName("main")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create()
                .getMetadata()
                .getUid();
    }

    private void run(FakeBoards boards, String uid) throws IOException {
        Path process = Files.createDirectories(folder.resolve("proc").resolve("100"));
        Files.writeString(process.resolve("cgroup"), "0::/kubepods/burstable/pod" + uid + "/x\n");
        Files.writeString(process.resolve("stat"), "100 (x) S");
        boards.run("GPU-fake-0", Set.of(100L));
    }

    private Agent agent(FakeBoards boards, KubeCluster cluster, StatusWriter status) {
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
                        CapPolicy.of(500),
                        Mode.ENFORCE,
                        Duration.ofSeconds(15),
                        AgentSettings.Shutdown.RESTORE,
                        Duration.ofSeconds(20)),
                Clock.systemUTC(),
                List.of(status));
    }

    private static String command(Path kubeconfig, String name, String... more) {
        var out = new ByteArrayOutputStream();
        var both = new PrintStream(out, true, StandardCharsets.UTF_8);
        var arguments = new ArrayList<>(List.of(
                name, "--kubeconfig=" + kubeconfig, "--control=power-agent/power-agent-control", "--timeout=60"));
        arguments.addAll(List.of(more));
        int exit = Main.run(arguments.toArray(new String[0]), both, both);
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(text).isZero();
        return text;
    }
}
