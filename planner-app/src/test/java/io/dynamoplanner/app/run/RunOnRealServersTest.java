package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.data.config.MetricsFields;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.AuditLog;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.OperatorStandIn;
import io.dynamoplanner.testing.kube.PodObjects;
import io.dynamoplanner.testing.kube.RealKube;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import io.dynamoplanner.testing.prometheus.ScrapeTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code planner run} on a real API server and a real Prometheus: a stand-in for the Dynamo operator turns counts into pods,
 * a scripted frontend is scraped every second, and the planner has the rights of the shipped Role and no others.
 */
@RealKube
class RunOnRealServersTest {
    private static final Path PROFILE = Path.of("..", "examples", "profiles", "h200_llama3.1-8b-fp8_tp1_measured");
    private static final String ACCOUNT = "dynamo-planner";

    private final KubeServer kube;
    private String namespace = "";
    private OperatorStandIn operator;
    private PodObjects pods;
    private ScriptedFrontend frontend;
    private PrometheusServer prometheus;

    @TempDir
    private Path directory;

    RunOnRealServersTest(KubeServer kube) {
        this.kube = kube;
    }

    @BeforeEach
    void start() throws IOException {
        namespace = kube.newNamespace("run");
        ShippedRole.grant(kube, namespace, ACCOUNT);
        pods = new PodObjects(kube.admin(), Duration.ofSeconds(2), Duration.ofSeconds(1));
        operator = OperatorStandIn.start(kube.admin(), namespace, pods);
        frontend = new ScriptedFrontend("m", 5, 3000, 150);
        prometheus = PrometheusServer.scraping(
                List.of(new ScrapeTarget(
                        frontend.address(),
                        Map.of(
                                "dynamo_namespace",
                                namespace + "-chat",
                                "namespace",
                                namespace,
                                "pod",
                                "chat-frontend-0"))),
                Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        operator.close();
        prometheus.close();
        frontend.close();
    }

    @Test
    void itFollowsTheLoadInsideTheBudgetAndAsksNothingWhileNothingHappens() throws Exception {
        createGraph(1, 1);
        try (PlannerProcess planner = PlannerProcess.start(options("\"max_gpu_budget\": 12"))) {
            Await.until("first decision", () -> planner.decisions() > 0);
            Await.until(
                    "findings that block to be put right",
                    () -> planner.findings().stream().noneMatch(Finding::blocks));

            frontend.load(80);
            Await.until("growth", () -> replicas("Prefill") >= 5 && replicas("Decode") >= 2);

            int prefill = replicas("Prefill");
            Await.until("pods of the growth", () -> ready(prefill));
            // windows of the same load, one after the other
            long decided = planner.decisions();
            Await.until("steady windows", () -> planner.decisions() > decided + 3);
            Instant from = Instant.now();
            long quiet = planner.decisions();
            Await.until("more steady windows", () -> planner.decisions() > quiet + 3);
            assertThat(requests(from))
                    .as("besides the Lease")
                    .filteredOn(r -> !r.resource().equals("leases"))
                    .isEmpty();
            assertThat(pods.mostGpus()).isLessThanOrEqualTo(12);

            assertThat(get(planner, "/live", PlannerProcess.SYSTEM_PORT)).contains("200");
            assertThat(get(planner, "/health", PlannerProcess.SYSTEM_PORT)).contains("200");
            assertThat(get(planner, "/metrics", MetricsFields.REPORTING_PORT.name()))
                    .contains("dynamo_planner_num_prefill_replicas " + prefill)
                    .contains("planner:num_p_workers " + prefill);
            assertThat(get(planner, "/decisions?last=5", PlannerProcess.SYSTEM_PORT))
                    .contains("\"checkpoint\"");
        }
        assertThat(events()).contains("ScaledUp", "LeaderElected");
        assertThat(configMaps()).contains("dynamo-planner-chat");
    }

    @Test
    void whatIsMissingIsToldAndPutRightWithoutARestart() throws Exception {
        try (PlannerProcess planner = PlannerProcess.start(options("\"max_gpu_budget\": 12"))) {
            Await.until("graph-not-found", () -> has(planner, "graph-not-found"));
            assertThat(get(planner, "/live", PlannerProcess.SYSTEM_PORT)).contains("200");

            createGraph(1, 1);
            Await.until("graph to be found", () -> !has(planner, "graph-not-found"));
            Await.until("decision", () -> planner.decisions() > 0);
        }
    }

    private static boolean has(PlannerProcess planner, String code) {
        return planner.findings().stream().anyMatch(f -> f.code().equals(code));
    }

    private RunOptions options(String more) throws IOException {
        Path kubeconfig = directory.resolve("kubeconfig");
        Files.writeString(kubeconfig, kube.kubeconfig(namespace, ACCOUNT));
        return new RunOptions(
                Optional.of("{\"optimization_target\": \"sla\", \"ttft_ms\": 200, \"itl_ms\": 10,"
                        + " \"profile_results_dir\": \"" + PROFILE + "\","
                        + " \"throughput_adjustment_interval_seconds\": 4, \"startup_seconds\": 2,"
                        + " \"forecast_history_seconds\": 40, \"scale_down_stabilization_seconds\": 0,"
                        + " \"metric_reporting_prometheus_port\": " + free() + ","
                        + " \"metric_pulling_prometheus_endpoint\": \"" + prometheus.url() + "\", " + more + "}"),
                Map.of(),
                Optional.of("chat"),
                Optional.of(namespace),
                Map.of(
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "DYN_SYSTEM_PORT",
                        String.valueOf(free()),
                        "POD_NAME",
                        "planner-0"));
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void createGraph(int prefill, int decode) {
        kube.admin().resource("""
                        apiVersion: nvidia.com/v1beta1
                        kind: DynamoGraphDeployment
                        metadata: {name: chat, namespace: %s}
                        spec:
                          backendFramework: vllm
                          components:
                            - {name: Frontend, type: frontend, replicas: 1}
                            - name: Prefill
                              type: prefill
                              replicas: %d
                              scalingAdapter: {}
                              podTemplate: {spec: {containers: [{name: main, args: [--model, m], resources: {limits: {nvidia.com/gpu: "1"}}}]}}
                            - name: Decode
                              type: decode
                              replicas: %d
                              scalingAdapter: {}
                              podTemplate: {spec: {containers: [{name: main, args: [--model, m], resources: {limits: {nvidia.com/gpu: "1"}}}]}}
                        """.formatted(namespace, prefill, decode)).create();
    }

    private int replicas(String component) {
        GenericKubernetesResource graph = kube.admin()
                .genericKubernetesResources("nvidia.com/v1beta1", "DynamoGraphDeployment")
                .inNamespace(namespace)
                .withName("chat")
                .get();
        List<Map<String, Object>> components = graph.get("spec", "components");
        return components.stream()
                .filter(c -> component.equals(c.get("name")))
                .mapToInt(c -> Integer.parseInt(String.valueOf(c.get("replicas"))))
                .findFirst()
                .orElse(-1);
    }

    private boolean ready(int prefill) {
        GenericKubernetesResource graph = kube.admin()
                .genericKubernetesResources("nvidia.com/v1beta1", "DynamoGraphDeployment")
                .inNamespace(namespace)
                .withName("chat")
                .get();
        Object ready = graph.get("status", "components", "Prefill", "readyReplicas");
        return ready instanceof Number n && n.intValue() == prefill;
    }

    private List<AuditLog.Request> requests(Instant from) {
        String user = "system:serviceaccount:" + namespace + ":" + ACCOUNT;
        return kube.audit().since(from).stream()
                .filter(r -> r.user().equals(user))
                .filter(r -> !r.verb().equals("watch"))
                .toList();
    }

    private List<String> events() {
        return kube.admin().events().v1().events().inNamespace(namespace).list().getItems().stream()
                .map(e -> e.getReason())
                .toList();
    }

    private List<String> configMaps() {
        return kube.admin().configMaps().inNamespace(namespace).list().getItems().stream()
                .map(m -> m.getMetadata().getName())
                .toList();
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
