package io.dynamoplanner.testing.kube;

import static io.dynamoplanner.testing.kube.ControlPlaneBinaries.Selection.FULL;

import io.dynamoplanner.testing.process.ScratchFolder;
import io.dynamoplanner.testing.process.ServerProcess;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * A control plane in which a Deployment gets pods, pods get nodes, and pods become ready, although nothing runs: an API
 * server of its own with controller manager, scheduler and simulated kubelets (kwok).
 *
 * <p>For end-to-end suites only. They take 10 minutes to build once and 0.5 GiB to run, so they are asked for with
 * {@code FULL_PLANE=true} in the environment.
 */
public final class FullPlane implements AutoCloseable {
    private static final Pattern BETWEEN_DOCUMENTS = Pattern.compile("(?m)^---$");

    private final LocalApiServer apiServer;
    private final List<ServerProcess> others;
    private final KubeServer kube;

    private FullPlane(LocalApiServer apiServer, List<ServerProcess> others, KubeServer kube) {
        this.apiServer = apiServer;
        this.others = others;
        this.kube = kube;
    }

    /**
     * Starts everything and waits until all nodes are ready.
     *
     * @param podStart time from the moment a pod has a node until it is ready
     * @throws TestAbortedException if nobody asked for it, or as {@link KubeServers#shared()}
     */
    public static FullPlane start(FakeNodes nodes, Duration podStart) {
        if (!Boolean.parseBoolean(System.getenv("FULL_PLANE"))) {
            throw new TestAbortedException("the full control plane is only started with FULL_PLANE=true");
        }
        Path binaries = ControlPlaneBinaries.find(FULL);
        LocalApiServer apiServer = LocalApiServer.start(binaries);
        var others = new ArrayList<ServerProcess>();
        try {
            AuditLog audit = apiServer.audit();
            KubeServer kube = ConnectedKube.to(apiServer.admin(), () -> audit);
            ScratchFolder folder = apiServer.folder();
            folder.write("admin.yaml", Kubeconfig.text(apiServer.admin(), "default", adminToken(apiServer)));
            folder.write("stages.yaml", stages(binaries.resolve("kwok-stages.yaml"), podStart));
            for (List<String> command : commands(binaries)) {
                String name = Path.of(command.get(0)).getFileName().toString();
                others.add(ServerProcess.start(name, folder.path(), command));
            }
            nodes.create(kube.admin());
            return new FullPlane(apiServer, others, kube);
        } catch (RuntimeException | AssertionError e) {
            others.forEach(process -> e.addSuppressed(process.failure("was to make nodes ready")));
            others.forEach(ServerProcess::close);
            apiServer.close();
            throw e;
        }
    }

    /** Its API server. */
    public KubeServer kube() {
        return kube;
    }

    /** Kills everything. */
    @Override
    public void close() {
        others.forEach(ServerProcess::close);
        kube.admin().close();
        apiServer.close();
    }

    private static String adminToken(LocalApiServer apiServer) {
        return String.valueOf(apiServer.admin().getOauthToken());
    }

    private static List<List<String>> commands(Path binaries) {
        return List.of(
                List.of(
                        binaries.resolve("kube-controller-manager").toString(),
                        "--kubeconfig=admin.yaml",
                        "--secure-port=0",
                        "--leader-elect=false",
                        "--service-account-private-key-file=accounts.key"),
                List.of(
                        binaries.resolve("kube-scheduler").toString(),
                        "--kubeconfig=admin.yaml",
                        "--secure-port=0",
                        "--leader-elect=false"),
                List.of(
                        binaries.resolve("kwok").toString(),
                        "--kubeconfig=admin.yaml",
                        "--config=stages.yaml",
                        "--manage-all-nodes=true"));
    }

    /** kwok's own description of how a pod lives, with the one step between "has a node" and "is ready" delayed. */
    private static String stages(Path file, Duration podStart) {
        return BETWEEN_DOCUMENTS
                .splitAsStream(read(file))
                .filter(document -> !document.isBlank())
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .map(stage -> delayed(stage, podStart))
                .map(Serialization::asYaml)
                .collect(Collectors.joining("\n"));
    }

    private static GenericKubernetesResource delayed(GenericKubernetesResource stage, Duration podStart) {
        if (stage.getMetadata().getName().equals("pod-ready")) {
            Map<String, Object> spec = stage.get("spec");
            spec.put("delay", Map.of("durationMilliseconds", podStart.toMillis()));
        }
        return stage;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
