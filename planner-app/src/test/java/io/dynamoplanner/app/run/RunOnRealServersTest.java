package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.deploy.ShippedRole;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.data.config.MetricsFields;
import io.dynamoplanner.k8s.call.ApiServer;
import io.dynamoplanner.k8s.graph.GraphApi;
import io.dynamoplanner.k8s.pause.Pause;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.AuditLog;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code planner run} on a real API server and a real Prometheus. */
@RealKube
class RunOnRealServersTest {
    private final KubeServer kube;
    private RealSurroundings around;

    @TempDir
    private Path directory;

    RunOnRealServersTest(KubeServer kube) {
        this.kube = kube;
    }

    @BeforeEach
    void start() throws IOException {
        around = new RealSurroundings(kube, directory);
    }

    @AfterEach
    void stop() {
        around.close();
    }

    @Test
    void itFollowsTheLoadInsideTheBudgetAndAsksNothingWhileNothingHappens() throws Exception {
        around.createGraph(1, 1);
        try (PlannerProcess planner = PlannerProcess.start(around.options("\"max_gpu_budget\": 12"))) {
            Await.until("first decision", () -> planner.decisions() > 0);
            Await.until(
                    "findings that block to be put right",
                    () -> planner.findings().stream().noneMatch(Finding::blocks));

            around.frontend.load(80);
            Await.until("growth", () -> around.replicas("Prefill") >= 5 && around.replicas("Decode") >= 2);

            int prefill = around.replicas("Prefill");
            Await.until("pods of the growth", () -> around.ready("Prefill") == prefill);
            List<AuditLog.Request> asked = whileNothingHappens(planner);
            for (int again = 0; again < 6 && !asked.isEmpty(); again++) {
                // on a busy machine the load that is scraped is not steady at once, and something does happen
                asked = whileNothingHappens(planner);
            }
            assertThat(asked).as("besides the Lease").isEmpty();
            assertThat(around.pods.mostGpus()).isLessThanOrEqualTo(12);

            assertThat(get(planner, "/live", PlannerProcess.SYSTEM_PORT)).contains("200");
            assertThat(get(planner, "/health", PlannerProcess.SYSTEM_PORT)).contains("200");
            assertThat(get(planner, "/metrics", MetricsFields.REPORTING_PORT.name()))
                    .containsPattern("dynamo_planner_num_prefill_replicas [1-9]")
                    .containsPattern("planner:num_p_workers [1-9]");
            assertThat(get(planner, "/decisions?last=5", PlannerProcess.SYSTEM_PORT))
                    .contains("\"checkpoint\"");
        }
        assertThat(around.events())
                .anyMatch(e -> e.startsWith("ScaledUp"))
                .anyMatch(e -> e.startsWith("LeaderElected"));
        assertThat(around.configMaps()).contains("dynamo-planner-chat");
    }

    /** What the planner asks the API server for over three windows of the same load, watches and the Lease aside. */
    private List<AuditLog.Request> whileNothingHappens(PlannerProcess planner) {
        Instant from = Instant.now();
        long decided = planner.decisions();
        Await.until("three more windows", () -> planner.decisions() > decided + 3);
        return around.requests(from).stream()
                .filter(r -> !r.verb().equals("watch") && !r.resource().equals("leases"))
                .toList();
    }

    @Test
    void whatIsMissingIsToldAndPutRightWithoutARestart() throws Exception {
        try (PlannerProcess planner = PlannerProcess.start(around.options("\"max_gpu_budget\": 12"))) {
            Await.until("graph-not-found", () -> has(planner, "graph-not-found"));
            assertThat(get(planner, "/live", PlannerProcess.SYSTEM_PORT)).contains("200");

            around.createGraph(1, 1);
            Await.until("graph to be found", () -> !has(planner, "graph-not-found"));
            Await.until("decision", () -> planner.decisions() > 0);
        }
    }

    @Test
    void aGraphThatLacksARoleAndItsGpusIsHeldUntilItIsPutRight() throws Exception {
        around.createGraph(
                RealSurroundings.component("Prefill", 1, false).replace("nvidia.com/gpu", "example.com/fpga"));
        around.frontend.load(80);
        try (PlannerProcess planner = PlannerProcess.start(around.options("\"max_gpu_budget\": 12"))) {
            Await.until("role-missing", () -> has(planner, "role-missing"));
            around.patchGraph(
                    "somebody",
                    "[{\"op\": \"add\", \"path\": \"/spec/components/-\", \"value\": "
                            + RealSurroundings.componentJson("Decode", 1) + "}]");
            Await.until("the role to be found", () -> !has(planner, "role-missing"));
            Await.until("gpu-width-unknown", () -> has(planner, "gpu-width-unknown"));
            long decided = planner.decisions();
            Await.until("more decisions", () -> planner.decisions() > decided + 2);
            assertThat(around.replicas("Prefill"))
                    .as("a role of unknown width under a budget")
                    .isEqualTo(1);

            around.patchGraph(
                    "somebody",
                    "[{\"op\": \"replace\", \"path\": \"/spec/components/1\", \"value\": "
                            + RealSurroundings.componentJson("Prefill", 1) + "}]");
            Await.until("growth", () -> around.replicas("Prefill") >= 5);
            assertThat(has(planner, "gpu-width-unknown")).isFalse();
        }
    }

    @Test
    void aPausedGraphIsLeftAloneUntilItIsResumed() throws Exception {
        around.createGraph(1, 1);
        var graph = new GraphId(around.namespace, "chat");
        var api = new ApiServer(kube.admin());
        Pause.pause(api, graph, GraphApi.V1BETA1, "network change");
        try (PlannerProcess planner = PlannerProcess.start(around.options("\"max_gpu_budget\": 12"))) {
            Await.until("first decision", () -> planner.decisions() > 0);
            around.frontend.load(80);
            Await.until("a write that is refused", () -> told("ScaleRejected", "paused: network change"));
            assertThat(around.replicas("Prefill")).isEqualTo(1);
            Await.until("Paused", () -> told("Paused", "network change"));

            Pause.resume(api, graph, GraphApi.V1BETA1);
            Await.until("growth", () -> around.replicas("Prefill") >= 5);
            Await.until("Resumed", () -> told("Resumed", ""));
        }
    }

    @Test
    void aRightThatIsTakenAwayAndGivenBackNeedsNoRestart() throws Exception {
        around.createGraph(1, 1);
        try (PlannerProcess planner = PlannerProcess.start(around.options("\"max_gpu_budget\": 12"))) {
            Await.until("first decision", () -> planner.decisions() > 0);
            Await.until(
                    "findings that block to be put right",
                    () -> planner.findings().stream().noneMatch(Finding::blocks));
            around.takeAway("dynamographdeploymentscalingadapters/scale");

            around.frontend.load(80);
            Await.until("permission-missing", () -> has(planner, "permission-missing"));
            Await.until("PermissionMissing", () -> told("PermissionMissing", "adapters/scale"));
            ShippedRole.grant(kube, around.namespace, RealSurroundings.ACCOUNT);

            Await.until("growth", () -> around.replicas("Prefill") >= 5);
            assertThat(has(planner, "permission-missing")).isFalse();
        }
    }

    private boolean told(String reason, String text) {
        return around.events().stream().anyMatch(event -> event.startsWith(reason + ":") && event.contains(text));
    }

    private static boolean has(PlannerProcess planner, String code) {
        return planner.findings().stream().anyMatch(f -> f.code().equals(code));
    }

    private static String get(PlannerProcess planner, String path, String setting) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + planner.port(setting) + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + "\n" + answer.body();
    }
}
