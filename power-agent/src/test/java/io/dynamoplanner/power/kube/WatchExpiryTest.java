package io.dynamoplanner.power.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.Access;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.Mode;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.api.Credentials;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.device.Actuator;
import io.dynamoplanner.power.device.FakeBoards;
import io.dynamoplanner.power.device.Outcome;
import io.dynamoplanner.power.device.PowerLimit;
import io.dynamoplanner.power.state.Step;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch whose version is gone, while pods of a real API server change. */
@RealKube
class WatchExpiryTest {
    private static final int BOARDS = 8;

    private final KubeServer kube;
    private final String namespace;
    private final String node;
    private final FakeBoards boards = new FakeBoards(BOARDS);
    /** The highest limit that was written to each board. */
    private final Map<String, Long> highest = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    WatchExpiryTest(KubeServer kube) {
        this.kube = kube;
        this.namespace = kube.newNamespace("expiry");
        this.node = "node-" + namespace;
    }

    @Test
    void oneListMoreMakesAllLimitsRightAndNothingIsUncappedMeanwhile() throws Exception {
        for (int i = 0; i < BOARDS; i++) {
            run(i, pod("worker-" + i, 400));
        }
        var tally = new ApiTally();
        Config access = kube.admin().getConfiguration();
        try (var proxy = new ExpiringProxy(Access.server(
                        URI.create(access.getMasterUrl()), access, Credentials.token(access.getOauthToken())));
                var running = new RunningAgent(new ApiClient(proxy.server(), tally))) {
            running.awaitLimits(i -> 400);
            long lists = tally.count("list");

            for (int round = 1; round <= 3; round++) {
                int lost = 200 + 10 * round;
                Map<String, Long> before = limits();
                proxy.cut();
                Await.until("freeze", () -> !running.cluster.view().stale().isEmpty());
                for (int i = 0; i < BOARDS; i++) {
                    annotate("worker-" + i, lost + i);
                }
                // came and went while nobody told: its board has to follow all the same
                replace(0, lost + 5);
                assertThat(limits()).as("frozen").isEqualTo(before);

                proxy.forget();

                running.awaitLimits(i -> i == 0 ? lost + 5 : lost + i);
                Await.until("watch", () -> running.cluster.view().stale().isEmpty());
                assertThat(tally.count("list")).as("lists in round " + round).isEqualTo(lists + round);
            }
            assertThat(highest).hasSize(BOARDS);
            assertThat(highest.values()).as("the highest limit ever written").allMatch(limit -> limit <= 400_000);

            annotate("worker-3", 333);
            Await.until("events of the new watch", () -> boards.limit("GPU-fake-3") == 333_000);
        }
    }

    private Map<String, Long> limits() {
        var limits = new TreeMap<String, Long>();
        for (int i = 0; i < BOARDS; i++) {
            limits.put("GPU-fake-" + i, boards.limit("GPU-fake-" + i));
        }
        return limits;
    }

    private String pod(String name, int watts) {
        return kube.admin()
                .pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToAnnotations(CapText.ANNOTATION, Integer.toString(watts))
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
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

    private void annotate(String name, int watts) {
        kube.admin()
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .addToAnnotations(CapText.ANNOTATION, Integer.toString(watts))
                        .endMetadata()
                        .build());
    }

    /** The pod of a board is deleted, and another of the same name runs there. */
    private void replace(int board, int watts) throws IOException {
        var pod = kube.admin().pods().inNamespace(namespace).withName("worker-" + board);
        pod.withGracePeriod(0).delete();
        Await.until("deletion", () -> pod.get() == null);
        run(board, pod("worker-" + board, watts));
    }

    private void run(int board, String uid) throws IOException {
        long pid = 100L + board;
        Path process = Files.createDirectories(folder.resolve("proc").resolve(Long.toString(pid)));
        Files.writeString(process.resolve("cgroup"), "0::/kubepods/burstable/pod" + uid + "/x\n");
        Files.writeString(process.resolve("stat"), "1 (x) S");
        boards.run("GPU-fake-" + board, Set.of(pid));
    }

    /** Writes to the boards, and remembers how high. */
    private final class Remembering implements Actuator<PowerLimit> {
        @Override
        public Outcome<PowerLimit> current(String uuid) {
            return boards.current(uuid);
        }

        @Override
        public Outcome<PowerLimit> apply(String uuid, PowerLimit setting) {
            highest.merge(uuid, setting.milliwatts(), Math::max);
            return boards.apply(uuid, setting);
        }
    }

    private interface Expected {
        int watts(int board);
    }

    private final class RunningAgent implements AutoCloseable {
        private final KubeCluster cluster;
        private final Agent agent;
        private final Thread loop;

        RunningAgent(ApiClient api) {
            List<Runnable> wake = new CopyOnWriteArrayList<>();
            cluster = KubeCluster.watch(
                    api, new KubeCluster.Scope(node, "", "", false), 300, () -> wake.forEach(Runnable::run));
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
            agent = new Agent(
                    new Agent.Parts(
                            boards,
                            new Remembering(),
                            new ProcFolder(folder.resolve("proc")),
                            Allocations.none(),
                            cluster,
                            folder.resolve("state"),
                            Step.Listener.none()),
                    new AgentSettings(
                            policy,
                            Mode.ENFORCE,
                            Duration.ofSeconds(15),
                            AgentSettings.Shutdown.KEEP,
                            Duration.ofSeconds(1)),
                    Clock.systemUTC(),
                    List.of());
            wake.add(agent::wake);
            loop = new Thread(agent::run);
            loop.start();
        }

        void awaitLimits(Expected expected) {
            for (int i = 0; i < BOARDS; i++) {
                int board = i;
                Await.until(
                        "limit of board " + board,
                        () -> boards.limit("GPU-fake-" + board) == expected.watts(board) * 1000L);
            }
        }

        @Override
        public void close() {
            agent.stop();
            Await.until("end of the loop", () -> !loop.isAlive());
            cluster.close();
        }
    }
}
