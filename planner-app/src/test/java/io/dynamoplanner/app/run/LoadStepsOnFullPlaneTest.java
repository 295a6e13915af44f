package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.ChatGraph;
import io.dynamoplanner.testing.kube.Deployments;
import io.dynamoplanner.testing.kube.FakeNodes;
import io.dynamoplanner.testing.kube.FullPlane;
import io.dynamoplanner.testing.process.FreePort;
import io.dynamoplanner.testing.prometheus.Outages;
import io.dynamoplanner.testing.stage.PlannerProgram;
import io.dynamoplanner.testing.stage.Stage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half an hour of a graph in a few minutes, with windows of five seconds in place of a minute: real controllers make its
 * pods, a real scheduler places them, a real Prometheus tells its load, and is away for a while.
 */
@EnabledIfEnvironmentVariable(named = "FULL_PLANE", matches = "true")
class LoadStepsOnFullPlaneTest {
    private static final Path PROFILE = Path.of("..", "examples", "profiles", "h200_llama3.1-8b-fp8_tp1_measured")
            .toAbsolutePath();
    private static final int GPUS = 12;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration OUTAGE = WINDOW.multipliedBy(8);

    @TempDir
    private Path directory;

    private final List<String> course = new ArrayList<>();
    private final Instant start = Instant.now();

    @Test
    void itFollowsTheLoadInsideTheBudgetAndRemovesNothingWhilePrometheusIsAway() throws IOException {
        // more GPUs than the budget: what keeps it is the planner, not the scheduler
        try (var plane = FullPlane.start(new FakeNodes(4, 8), Duration.ofSeconds(2));
                var stage = new Stage(plane.kube(), new Deployments(plane.kube().admin()));
                var prometheus = new Outages(stage.prometheus().url());
                var held = new HeldGpus(plane.kube().admin(), stage.namespace())) {
            ChatGraph graph = stage.graph();
            graph.create(1, 1);
            Await.until("ready replicas", () -> graph.ready("Prefill") == 1 && graph.ready("Decode") == 1);
            try (PlannerProcess planner = PlannerProcess.start(options(stage, prometheus.url()))) {
                Await.until("decision", () -> planner.decisions() > 0);
                int low = settled(graph, planner);

                stage.frontend().load(40);
                reaches("growth", graph, low + 2, GPUS);
                int middle = settled(graph, planner);
                stage.frontend().load(80);
                reaches("more growth", graph, middle + 1, GPUS);
                int high = settled(graph, planner);
                stage.frontend().load(20);
                reaches("release", graph, 2, high - 2);
                int lower = settled(graph, planner);
                stage.frontend().load(300);
                reaches("growth up to the budget", graph, GPUS, GPUS);

                prometheus.begin();
                stage.frontend().load(5);
                int before = total(graph);
                boolean removed = Await.within(OUTAGE, () -> total(graph) < before);
                note("outage", graph);
                assertThat(removed).as("removed without knowing the load").isFalse();
                assertThat(planner.findings()).extracting(Finding::code).contains("prometheus-unreachable");
                prometheus.end();
                reaches("release after the outage", graph, 2, lower);

                stage.frontend().load(60);
                reaches("growth after the outage", graph, lower + 1, GPUS);
            }
            System.err.println(String.join("\n", course));
            System.err.println("observations of pods: " + held.observations + ", most GPUs held: " + held.most);
            assertThat(held.most.get()).as("GPUs held at any time").isEqualTo(GPUS);
        }
    }

    /** Where the counts stay for three windows. */
    private int settled(ChatGraph graph, PlannerProcess planner) {
        var last = new AtomicInteger(-1);
        Instant[] changed = {Instant.now()};
        assertThat(Await.within(PATIENCE, () -> {
                    int now = total(graph);
                    if (last.getAndSet(now) != now) {
                        changed[0] = Instant.now();
                    }
                    return Duration.between(changed[0], Instant.now()).compareTo(WINDOW.multipliedBy(3)) > 0;
                }))
                .as("counts that stay: %s", course)
                .isTrue();
        note("settled, decisions " + planner.decisions(), graph);
        return last.get();
    }

    private void reaches(String what, ChatGraph graph, int least, int most) {
        boolean reached = Await.within(PATIENCE, () -> total(graph) >= least && total(graph) <= most);
        note(what, graph);
        assertThat(reached)
                .as("%s to %d..%d, course %s", what, least, most, course)
                .isTrue();
    }

    private void note(String what, ChatGraph graph) {
        course.add("%4d s  %-34s prefill %d decode %d"
                .formatted(
                        Duration.between(start, Instant.now()).toSeconds(),
                        what,
                        graph.replicas("Prefill"),
                        graph.replicas("Decode")));
    }

    private static int total(ChatGraph graph) {
        return graph.replicas("Prefill") + graph.replicas("Decode");
    }

    private RunOptions options(Stage stage, String prometheus) throws IOException {
        int metrics = FreePort.find();
        Path kubeconfig = directory.resolve("kubeconfig");
        Files.writeString(kubeconfig, stage.kubeconfig());
        return new RunOptions(
                Optional.of(new PlannerProgram.Settings(PROFILE, WINDOW, GPUS).json(prometheus, metrics)),
                Map.of(),
                Optional.of(ChatGraph.NAME),
                Optional.of(stage.namespace()),
                Map.of(
                        "KUBECONFIG", kubeconfig.toString(),
                        "DYN_SYSTEM_PORT", String.valueOf(FreePort.find()),
                        "POD_NAME", "planner-0"));
    }

    /** Adds up the GPUs of all pods of a namespace whenever one of them changes. */
    private static final class HeldGpus implements ResourceEventHandler<Pod>, AutoCloseable {
        private final Map<String, Pod> pods = new ConcurrentHashMap<>();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger observations = new AtomicInteger();
        private final SharedIndexInformer<Pod> informer;

        HeldGpus(KubernetesClient client, String namespace) {
            informer = client.pods().inNamespace(namespace).inform(this);
        }

        @Override
        public void onAdd(Pod pod) {
            seen(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            seen(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean unknown) {
            pods.remove(pod.getMetadata().getUid());
            observations.incrementAndGet();
        }

        private void seen(Pod pod) {
            pods.put(pod.getMetadata().getUid(), pod);
            most.accumulateAndGet(Deployments.gpusHeld(List.copyOf(pods.values())), Math::max);
            observations.incrementAndGet();
        }

        @Override
        public void close() {
            informer.close();
        }
    }
}
