package io.dynamoplanner.power.command;

import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.attribution.PodResources;
import io.dynamoplanner.power.attribution.ProcFolder;
import io.dynamoplanner.power.kube.KubeCluster;
import io.dynamoplanner.power.log.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of where an agent is and what it sees. */
final class NodeOptions {
    private static final Duration KUBELET_PATIENCE = Duration.ofSeconds(2);

    @Option(
            names = "--node-name",
            defaultValue = "${env:NODE_NAME:-}",
            paramLabel = "NAME",
            description = "The node whose pods count; required. Variable NODE_NAME.")
    private String node = "";

    @Option(
            names = "--namespace",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Watch pods of this namespace only. Default: all.")
    private String namespace = "";

    @Option(
            names = "--control",
            defaultValue = "${env:POWER_AGENT_CONTROL:-}",
            paramLabel = "NAMESPACE/NAME",
            description = "Config map with the switches for all nodes. Variable POWER_AGENT_CONTROL. Default: none.")
    private String control = "";

    @Option(
            names = "--watch-node",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the node's own annotation throws the emergency switch. Default: yes.")
    private boolean watchNode;

    @Option(
            names = "--state-dir",
            defaultValue = "/var/lib/dynamo-power-agent",
            paramLabel = "FOLDER",
            description =
                    "Where it is remembered which boards are limited; must outlive the pod. Default: ${DEFAULT-VALUE}.")
    private Path state = Path.of("");

    @Option(
            names = "--proc-root",
            defaultValue = "/proc",
            paramLabel = "FOLDER",
            description = "The processes of the host. Default: ${DEFAULT-VALUE}.")
    private Path proc = Path.of("");

    @Option(
            names = "--podresources-socket",
            defaultValue = "${env:PODRESOURCES_SOCKET:-}",
            paramLabel = "FILE",
            description = "The kubelet's socket, to know of pods before their first process runs; usually"
                    + " /var/lib/kubelet/pod-resources/kubelet.sock. Default: not asked.")
    private String socket = "";

    @Option(
            names = "--log-format",
            defaultValue = "${env:LOG_FORMAT:-json}",
            paramLabel = "json|text",
            description = "Default: ${DEFAULT-VALUE}.")
    private Logging.Format logFormat = Logging.Format.JSON;

    @Option(
            names = "--log-level",
            defaultValue = "${env:LOG_LEVEL:-info}",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug or off. Default: ${DEFAULT-VALUE}.")
    private String logLevel = "";

    void startLog() {
        Logging.start(
                logFormat,
                Logging.level(logLevel)
                        .orElseThrow(() -> new BadInput("--log-level: \"" + logLevel
                                + "\" is no level; write error, warn, info, debug or off")));
    }

    /** @throws BadInput if no node is named: all pods of the cluster would count */
    KubeCluster.Scope scope() {
        if (node.isBlank()) {
            throw new BadInput("--node-name is missing; set it, or NODE_NAME from the field spec.nodeName of the pod");
        }
        if (!control.isEmpty() && !control.matches("[^/]+/[^/]+")) {
            throw new BadInput("--control: \"" + control + "\" is no NAMESPACE/NAME");
        }
        return new KubeCluster.Scope(node.strip(), namespace.strip(), control, watchNode);
    }

    String node() {
        return node.strip();
    }

    /** @throws BadInput if it is there and no folder */
    Path state() {
        if (Files.exists(state) && !Files.isDirectory(state)) {
            throw new BadInput("--state-dir: " + state + " is no folder; mount one that outlives the pod");
        }
        return state;
    }

    /**
     * The same for an agent that writes: the folder is made if it is missing.
     *
     * @throws BadInput if it cannot be made
     */
    Path writableState() {
        Path folder = state();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BadInput("--state-dir: " + folder + " cannot be made (" + e.getMessage()
                    + "); mount a folder there that outlives the pod and may be written");
        }
        return folder;
    }

    ProcFolder proc() {
        if (!Files.isDirectory(proc)) {
            throw new BadInput(
                    "--proc-root: " + proc + " is no folder; run the pod with hostPID and leave it at /proc");
        }
        return new ProcFolder(proc);
    }

    Allocations allocations() {
        return socket.isBlank() ? Allocations.none() : new PodResources(Path.of(socket), KUBELET_PATIENCE);
    }
}
