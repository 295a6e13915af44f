package io.dynamoplanner.power.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.agent.AgentSettings.Shutdown;
import io.dynamoplanner.power.cap.CapPolicy;
import io.dynamoplanner.power.device.DeviceError;
import io.dynamoplanner.power.device.DeviceError.Kind;
import io.dynamoplanner.power.http.AgentServer;
import io.dynamoplanner.power.http.Health;
import io.dynamoplanner.power.metrics.AgentMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    /** Counted by the program around the agent, which this test does not start. */
    private static final Set<String> OF_THE_PROGRAM = Set.of(
            "dynamo_power_agent_k8s_list_failures_total",
            "dynamo_power_agent_api_list_requests_total",
            "dynamo_power_agent_api_watch_requests_total",
            "dynamo_power_agent_api_patch_requests_total");

    @TempDir
    private Path folder;

    private final AgentMetrics metrics =
            new AgentMetrics("n1", CapPolicy.of(500).conflict(), uid -> OptionalLong.of(2_000_000));

    private Node node;

    @BeforeEach
    void boards() {
        node = new Node(folder, 2);
    }

    private Agent agent() {
        return node.agent(Mode.ENFORCE, Shutdown.KEEP, CapPolicy.of(500), metrics);
    }

    private double value(String series) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("dynamo_power_agent_" + series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static final String BOARD = "{gpu=\"0\",node=\"n1\",uuid=\"GPU-fake-0\"}";

    @Test
    void aBoardShowsWhatWasAskedAppliedAndEnforced() {
        node.boards.allowOutside("GPU-fake-0", 450_000);
        Agent agent = node.pod("a", "480", 0).agent(Mode.ENFORCE, Shutdown.KEEP, CapPolicy.of(500), metrics);

        agent.pass();
        agent.pass();

        assertThat(value("applied_limit_watts" + BOARD)).isEqualTo(480);
        assertThat(value("gpu_enforced_limit_watts" + BOARD)).isEqualTo(450);
        assertThat(value("gpu_managed" + BOARD)).isEqualTo(1);
        assertThat(value("gpu_throttled_by_power" + BOARD)).isEqualTo(1);
        assertThat(
                        value(
                                "gpu_requested_limit_watts{gpu=\"0\",namespace=\"serving\",node=\"n1\",pod=\"a\",uuid=\"GPU-fake-0\"}"))
                .isEqualTo(480);
        assertThat(value("annotation_to_apply_seconds_count{node=\"n1\"}")).isEqualTo(1);
    }

    /** However often the agent looks. */
    @Test
    void aConditionCountsOnceWhenItBegins() {
        Agent agent = agent();
        node.pod("a", "480", 0).pod("b", "300", 0).pod("c", "100", 1);

        for (int i = 0; i < 10; i++) {
            node.later(Duration.ofMinutes(1));
            agent.pass();
        }

        assertThat(value("multi_pod_gpu_total{disposition=\"conflict\",node=\"n1\"}"))
                .isEqualTo(1);
        assertThat(value("safe_default_applied_total{node=\"n1\"}")).isEqualTo(1);
        assertThat(value("cap_clamped_total{direction=\"min\",node=\"n1\"}")).isEqualTo(1);
        assertThat(value("multi_pod_gpu_total{disposition=\"agree\",node=\"n1\"}"))
                .isZero();
        assertThat(value("apply_failures_total{node=\"n1\"}")).isZero();
    }

    @Test
    void twoProcessesOfOnePodAreNoAgreement() {
        Agent agent = agent();
        node.pod("a", "480", 0).stranger("a", 0);

        agent.pass();

        assertThat(value("multi_pod_gpu_total{disposition=\"agree\",node=\"n1\"}"))
                .isZero();
    }

    @Test
    void aSeriesGoesWithItsPod() {
        Agent agent = agent();
        node.pod("a", "480", 0);
        agent.pass();
        node.unannotate("a").idle(0);
        agent.pass();

        assertThat(metrics.scrape()).doesNotContain("pod=\"a\"");
        assertThat(value("gpu_managed" + BOARD)).isZero();
    }

    @Test
    void everyNameThatAlertsAndDashboardAskForIsThere() throws IOException {
        Agent agent = agent();
        node.pod("a", "480", 0);
        agent.pass();
        node.boards.setByOther("GPU-fake-0", 700_000);
        node.later(Duration.ofMinutes(1));
        agent.pass();
        node.boards.failReads("GPU-fake-1", Optional.of(new DeviceError(Kind.LOST, "read", 15, "lost")));
        agent.pass();
        String scrape = metrics.scrape();
        var asked = new TreeSet<String>();
        for (String file : List.of("alerts.yaml", "dashboard.json")) {
            Matcher names = Pattern.compile("dynamo_power_agent_[a-z0-9_]+")
                    .matcher(Files.readString(Path.of("..", "charts", "power-agent", "files", file)));
            while (names.find()) {
                asked.add(names.group());
            }
        }
        asked.removeAll(OF_THE_PROGRAM);
        asked.remove("dynamo_power_agent_attribution_mismatch_total");

        assertThat(asked)
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(scrape).contains(name));
    }

    @Test
    void probesTellWhetherTheLoopMovesAndWhetherItCanWork() throws Exception {
        var nanos = new AtomicLong();
        var health = new Health(Duration.ofSeconds(15), nanos::get);
        Agent agent = node.agent(Mode.ENFORCE, Shutdown.KEEP, CapPolicy.of(500), metrics, health);
        try (AgentServer server = AgentServer.open(List.of(-1, 0, -1), health, metrics::scrape)) {
            assertThat(server.ports()).hasSize(1);
            assertThat(status(server, "/readyz")).isEqualTo(503);
            agent.pass();
            assertThat(status(server, "/readyz")).isEqualTo(200);

            node.stale("the API server does not answer");
            agent.pass();
            assertThat(status(server, "/readyz")).isEqualTo(503);
            assertThat(status(server, "/livez")).isEqualTo(200);

            nanos.addAndGet(Duration.ofSeconds(46).toNanos());
            assertThat(status(server, "/livez")).isEqualTo(503);
            assertThat(status(server, "/healthz")).isEqualTo(503);
            assertThat(status(server, "/metrics")).isEqualTo(200);
            assertThat(status(server, "/other")).isEqualTo(404);
        }
    }

    private static int status(AgentServer server, String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.ports().get(0) + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
