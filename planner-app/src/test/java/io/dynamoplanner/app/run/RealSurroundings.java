package io.dynamoplanner.app.run;

import io.dynamoplanner.app.deploy.ShippedRole;
import io.dynamoplanner.testing.kube.AuditLog;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.OperatorStandIn;
import io.dynamoplanner.testing.kube.PodObjects;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import io.dynamoplanner.testing.prometheus.ScrapeTarget;
import io.dynamoplanner.testing.prometheus.ScriptedFrontend;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What surrounds a planner on real servers: a namespace in which a stand-in for the Dynamo operator turns counts into pods,
 * a frontend under load that Prometheus scrapes every second, and an account with the rights of the shipped Role and no
 * others.
 */
final class RealSurroundings implements AutoCloseable {
    private static final Path PROFILE = Path.of("..", "examples", "profiles", "h200_llama3.1-8b-fp8_tp1_measured");
    private static final String API = "nvidia.com/v1beta1";
    static final String ACCOUNT = "dynamo-planner";

    private final KubeServer kube;
    private final Path directory;
    final String namespace;
    final PodObjects pods;
    final ScriptedFrontend frontend;
    private final OperatorStandIn operator;
    private final PrometheusServer prometheus;

    /** @param directory for files that go with the test */
    RealSurroundings(KubeServer kube, Path directory) throws IOException {
        this.kube = kube;
        this.directory = directory;
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

    /** A process that plans the graph in windows of 4 s. */
    RunOptions options(String more) throws IOException {
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
                        "KUBECONFIG", kubeconfig.toString(),
                        "DYN_SYSTEM_PORT", String.valueOf(free()),
                        "POD_NAME", "planner-0"));
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Creates the graph {@code chat}, each role with a scaling adapter. */
    void createGraph(int prefill, int decode) {
        createGraph(component("Prefill", prefill, true) + component("Decode", decode, true));
    }

    /** The same with components of {@link #component}. */
    void createGraph(String components) {
        kube.admin().resource("""
                        apiVersion: nvidia.com/v1beta1
                        kind: DynamoGraphDeployment
                        metadata: {name: chat, namespace: %s}
                        spec:
                          backendFramework: vllm
                          components:
                            - {name: Frontend, type: frontend, replicas: 1}
                        """.formatted(namespace) + components).create();
    }

    /** A component whose type is its name. */
    static String component(String name, int replicas, boolean adapter) {
        return "    - {name: " + name + ", type: " + name.toLowerCase(Locale.ROOT) + ", replicas: " + replicas
                + (adapter ? ", scalingAdapter: {}" : "")
                + ", podTemplate: {spec: {containers: [{name: main, args: [--model, m],"
                + " resources: {limits: {nvidia.com/gpu: \"1\"}}}]}}}\n";
    }

    /** The same without an adapter, as JSON. */
    static String componentJson(String name, int replicas) {
        return Serialization.asJson(Serialization.unmarshal(
                "---\n" + component(name, replicas, false).strip().substring(1), Map.class));
    }

    private GenericKubernetesResource graph() {
        return kube.admin()
                .genericKubernetesResources(API, "DynamoGraphDeployment")
                .inNamespace(namespace)
                .withName("chat")
                .get();
    }

    /** Replicas of a component as the graph specifies them. */
    int replicas(String component) {
        List<Map<String, Object>> components = graph().get("spec", "components");
        return components.stream()
                .filter(c -> component.equals(c.get("name")))
                .mapToInt(c -> Integer.parseInt(String.valueOf(c.get("replicas"))))
                .findFirst()
                .orElse(-1);
    }

    /** Replicas of a component that serve. */
    int ready(String component) {
        Object ready = graph().get("status", "components", component, "readyReplicas");
        return ready instanceof Number n ? n.intValue() : -1;
    }

    /** Changes the graph as somebody else. */
    void patchGraph(String writer, String jsonPatch) {
        patch("DynamoGraphDeployment", "chat", writer, jsonPatch);
    }

    /** Changes the adapter of a component as somebody else. */
    void patchAdapter(String component, String writer, String jsonPatch) {
        patch("DynamoGraphDeploymentScalingAdapter", "chat-" + component.toLowerCase(Locale.ROOT), writer, jsonPatch);
    }

    private void patch(String kind, String name, String writer, String jsonPatch) {
        kube.admin()
                .genericKubernetesResources(API, kind)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON)
                                .withFieldManager(writer)
                                .build(),
                        jsonPatch);
    }

    /** Takes every right to a resource away from the planner. */
    void takeAway(String resource) {
        var roles = kube.admin().rbac().roles().inNamespace(namespace);
        roles.list().getItems().stream()
                .filter(role -> role.getRules().stream()
                        .anyMatch(rule -> rule.getResources().contains(resource)))
                .forEach(role -> roles.resource(role).delete());
    }

    /** What the planner has asked the API server for. */
    List<AuditLog.Request> requests(Instant from) {
        String user = "system:serviceaccount:" + namespace + ":" + ACCOUNT;
        return kube.audit().since(from).stream()
                .filter(r -> r.user().equals(user))
                .toList();
    }

    /** Events on anything in the namespace: reason and message. */
    List<String> events() {
        return kube.admin().events().v1().events().inNamespace(namespace).list().getItems().stream()
                .map(e -> e.getReason() + ": " + e.getNote())
                .toList();
    }

    List<String> configMaps() {
        return kube.admin().configMaps().inNamespace(namespace).list().getItems().stream()
                .map(m -> m.getMetadata().getName())
                .toList();
    }

    @Override
    public void close() {
        operator.close();
        prometheus.close();
        frontend.close();
    }
}
