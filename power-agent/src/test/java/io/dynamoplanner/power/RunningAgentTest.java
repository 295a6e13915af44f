package io.dynamoplanner.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.cap.CapText;
import io.dynamoplanner.power.device.FakeNvml;
import io.dynamoplanner.testing.Await;
import io.dynamoplanner.testing.kube.KubeServer;
import io.dynamoplanner.testing.kube.RealKube;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it runs on a node: a process with a library that plays the driver, and a real API server. */
@RealKube
class RunningAgentTest {
    private static final int TERM = 128 + 15;

    private final KubeServer kube;
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    RunningAgentTest(KubeServer kube) {
        this.kube = kube;
    }

    @Test
    void aNodeIsLimitedMeasuredAndGivenBack() throws Exception {
        String namespace = kube.newNamespace("agent");
        String node = "node-" + namespace;
        allow(namespace);
        Path library = FakeNvml.library(folder);
        FakeNvml driver = FakeNvml.elsewhere(folder);
        for (int i = 0; i < 8; i++) {
            driver.board(i, Map.of());
        }
        Pod pod = pod(namespace, node, "480");
        process(100, pod.getMetadata().getUid());
        driver.board(0, Map.of("pids", "100"));

        long began = System.nanoTime();
        Process agent = start(library, namespace, node);
        try {
            int port = port();
            Await.until("readiness; " + log(), () -> status(port, "/readyz") == 200);
            long ready = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            Await.until("limit", () -> driver.value(0, "limit").equals("480000"));
            assertThat(status(port, "/healthz")).isEqualTo(200);
            assertThat(status(port, "/livez")).isEqualTo(200);

            kube.admin()
                    .pods()
                    .inNamespace(namespace)
                    .withName("worker")
                    .edit(it -> new PodBuilder(it)
                            .editMetadata()
                            .addToAnnotations(CapText.ANNOTATION, "300")
                            .endMetadata()
                            .build());
            Await.until("new limit", () -> driver.value(0, "limit").equals("300000"));
            // the board has it a moment before the pass ends that shows it
            Await.until("metrics", () -> body(port, "/metrics").contains("uuid=\"GPU-00000000\"} 300.0"));
            assertThat(body(port, "/metrics"))
                    .contains("dynamo_power_agent_applied_limit_watts{gpu=\"0\",node=\"" + node
                            + "\",uuid=\"GPU-00000000\"} 300.0")
                    .contains("dynamo_power_agent_gpu_requested_limit_watts{")
                    .contains("dynamo_power_agent_k8s_list_failures_total{node=\"" + node + "\"} 0.0")
                    .containsPattern("dynamo_power_agent_annotation_to_apply_seconds_count[^ ]+ [12]\\b")
                    .contains("dynamo_power_agent_multi_pod_gpu_total{disposition=\"agree\"")
                    .contains("dynamo_power_agent_cap_clamped_total{direction=\"min\"")
                    .contains("dynamo_power_agent_last_reconcile_timestamp_seconds");
            System.out.println("ready after " + ready + " ms; memory "
                    + Files.readAllLines(Path.of("/proc", Long.toString(agent.pid()), "status")).stream()
                            .filter(line -> line.startsWith("VmRSS") || line.startsWith("RssAnon"))
                            .toList());

            agent.destroy();
            assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(agent.exitValue()).as(log()).isEqualTo(TERM);
            assertThat(driver.value(0, "limit")).isEqualTo("700000");
        } finally {
            agent.destroyForcibly();
        }
    }

    private void allow(String namespace) {
        kube.admin()
                .rbac()
                .clusterRoles()
                .resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("pods", "nodes")
                        .withVerbs("get", "list", "watch")
                        .endRule()
                        .build())
                .create();
        kube.admin()
                .rbac()
                .clusterRoleBindings()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", namespace)
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName("agent")
                        .withNamespace(namespace)
                        .endSubject()
                        .build())
                .create();
    }

    private Pod pod(String namespace, String node, String watts) {
        return kube.admin()
                .pods()
                .inNamespace(namespace)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("worker")
                        .addToAnnotations(CapText.ANNOTATION, watts)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
                        .addNewContainer()
                        .withName("main")
                        .withImage("none")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private void process(int pid, String uid) throws IOException {
        Path process = Files.createDirectories(folder.resolve("proc").resolve(Integer.toString(pid)));
        Files.writeString(process.resolve("cgroup"), "0::/../../pod" + uid + "/x\n");
        Files.writeString(process.resolve("stat"), pid + " (x) S");
    }

    private Process start(Path library, String namespace, String node) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@"
                + Path.of("src", "main", "image", "opt", "power-agent", "jvm.options")
                        .toAbsolutePath());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "run"));
        command.addAll(List.of("--safe-default-watts=500", "--node-name=" + node, "--raise-dwell=0"));
        command.addAll(List.of("--state-dir=" + folder.resolve("state"), "--proc-root=" + folder.resolve("proc")));
        command.addAll(List.of("--nvml-library=" + library, "--health-port=-1", "--log-format=text", "--no-status"));
        command.add("--service-account=" + folder);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile());
        builder.environment().put("FAKE_NVML_DIR", folder.toString());
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        URI server = serviceAccount(namespace);
        builder.environment().remove("KUBECONFIG");
        builder.environment().put("KUBERNETES_SERVICE_HOST", server.getHost());
        builder.environment().put("KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()));
        return builder.start();
    }

    /** The folder that Kubernetes mounts into each pod. @return where the API server is */
    private URI serviceAccount(String namespace) throws IOException {
        try (KubernetesClient account = kube.as(namespace, "agent")) {
            Files.writeString(
                    folder.resolve("token"), account.getConfiguration().getOauthToken());
            Files.write(folder.resolve("ca.crt"), Access.authority(account.getConfiguration()));
        }
        return URI.create(kube.url());
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("agent.log"));
    }

    /** From the line of the log in which the agent tells its ports; any free one was asked for. */
    private int port() {
        var port = new int[1];
        Await.until("port in the log", () -> {
            try {
                var matcher = Pattern.compile("ports \\[(\\d+)\\]").matcher(log());
                if (matcher.find()) {
                    port[0] = Integer.parseInt(matcher.group(1));
                }
            } catch (IOException e) {
                return false;
            }
            return port[0] != 0;
        });
        return port[0];
    }

    private int status(int port, String path) {
        return answer(port, path).map(HttpResponse::statusCode).orElse(0);
    }

    private String body(int port, String path) {
        return answer(port, path).map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> answer(int port, String path) {
        try {
            return Optional.of(http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
