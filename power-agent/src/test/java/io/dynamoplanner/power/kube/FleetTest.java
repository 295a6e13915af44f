package io.dynamoplanner.power.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.Access;
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
import io.dynamoplanner.power.state.Step;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Many agents in one JVM, one API server. A measurement, so only on request: {@code -Dfleet.agents=200}. */
@RealKube
@EnabledIfSystemProperty(named = "fleet.agents", matches = "[1-9][0-9]*")
class FleetTest {
    private static final int PODS_PER_AGENT = 5;
    private static final int REST_SECONDS = 60;

    private final KubeServer kube;

    @TempDir
    private Path folder;

    FleetTest(KubeServer kube) {
        this.kube = kube;
    }

    @Test
    void whatAFleetAsksTheApiServerFor() throws Exception {
        int agents = Integer.getInteger("fleet.agents");
        String namespace = kube.newNamespace("fleet");
        var tally = new ApiTally();
        var clusters = new ArrayList<KubeCluster>();
        var loops = new ArrayList<Thread>();
        var running = new ArrayList<Agent>();
        ApiClient client = Access.of(kube.admin(), tally);
        try {
            for (int i = 0; i < agents; i++) {
                var wake = new Runnable[] {() -> {}};
                var scope = new KubeCluster.Scope(namespace + "-" + i, "", namespace + "/control", true);
                KubeCluster cluster = KubeCluster.watch(client, scope, 300, () -> wake[0].run());
                Agent agent = agent(cluster, folder.resolve("a" + i));
                wake[0] = agent::wake;
                clusters.add(cluster);
                running.add(agent);
                var loop = new Thread(agent::run);
                loop.start();
                loops.add(loop);
            }
            Await.until("watches", () -> tally.count("watch") >= 3L * agents);
            Map<ApiTally.Call, Long> start = tally.counts();
            System.out.println(agents + " agents have started with " + start);

            long before = sum(tally);
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            System.out.println("at rest for " + REST_SECONDS + " s: " + (sum(tally) - before) + " requests");

            before = sum(tally);
            long began = System.nanoTime();
            for (int i = 0; i < agents * PODS_PER_AGENT; i++) {
                kube.admin()
                        .pods()
                        .inNamespace(namespace)
                        .resource(new PodBuilder()
                                .withNewMetadata()
                                .withName("p" + i)
                                .addToAnnotations(CapText.ANNOTATION, "480")
                                .endMetadata()
                                .withNewSpec()
                                .withNodeName(namespace + "-" + i % agents)
                                .addNewContainer()
                                .withName("main")
                                .withImage("none")
                                .endContainer()
                                .endSpec()
                                .build())
                        .create();
            }
            Await.until(
                    "all pods seen",
                    () -> clusters.stream()
                            .allMatch(cluster -> cluster.view().pods().all().size() == PODS_PER_AGENT));
            System.out.println(agents * PODS_PER_AGENT + " pods in " + (System.nanoTime() - began) / 1_000_000 + " ms: "
                    + (sum(tally) - before) + " requests of the agents");

            assertThat(tally.count("list")).isEqualTo(3L * agents);
        } finally {
            running.forEach(Agent::stop);
            clusters.forEach(KubeCluster::close);
            for (Thread loop : loops) {
                loop.join();
            }
        }
    }

    private static long sum(ApiTally tally) {
        return tally.counts().values().stream().mapToLong(Long::longValue).sum();
    }

    private static Agent agent(KubeCluster cluster, Path folder) {
        var boards = new FakeBoards(8);
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
                        AgentSettings.Shutdown.KEEP,
                        Duration.ofSeconds(1)),
                Clock.systemUTC(),
                List.of());
    }
}
