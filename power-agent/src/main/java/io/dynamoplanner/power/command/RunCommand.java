package io.dynamoplanner.power.command;

import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.ExitCode;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.AgentSettings.Shutdown;
import io.dynamoplanner.power.agent.Mode;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.device.DeviceThread;
import io.dynamoplanner.power.http.AgentServer;
import io.dynamoplanner.power.http.Health;
import io.dynamoplanner.power.kube.KubeCluster;
import io.dynamoplanner.power.kube.StatusWriter;
import io.dynamoplanner.power.metrics.AgentLog;
import io.dynamoplanner.power.metrics.AgentMetrics;
import io.dynamoplanner.power.metrics.CpuEnergy;
import io.dynamoplanner.power.state.StateLock;
import io.dynamoplanner.power.state.Step;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The agent itself. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Limits the boards of this node for as long as it runs.", ""})
public final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
    private static final Duration ONCE_PATIENCE = Duration.ofSeconds(20);

    @Spec
    private CommandSpec spec;

    @Mixin
    private PolicyOptions policy;

    @Mixin
    private NodeOptions node;

    @Mixin
    private ClusterOptions access;

    @Mixin
    private DeviceOptions devices;

    @Option(names = "--dry-run", description = "Decide and tell, change nothing.")
    private boolean dryRun;

    @Option(
            names = "--external-owner",
            description = "Somebody else sets the limits of this node: look and report only.")
    private boolean externalOwner;

    @Option(names = "--once", description = "Make one pass, print it and end; what was set stays.")
    private boolean once;

    @Option(
            names = "--reconcile-interval",
            defaultValue = "15",
            paramLabel = "SECONDS",
            description = "How often boards are looked at without a reason. Changes of pods are seen at once."
                    + " Default: ${DEFAULT-VALUE}.")
    private int interval;

    @Option(
            names = "--on-shutdown",
            defaultValue = "restore",
            paramLabel = "restore|keep",
            description =
                    "What becomes of limits at the end; keep hands them to the next process. Default: ${DEFAULT-VALUE}.")
    private Shutdown onShutdown = Shutdown.RESTORE;

    @Option(
            names = "--shutdown-budget",
            defaultValue = "45",
            paramLabel = "SECONDS",
            description =
                    "How long restoring may take; less than the grace period of the pod. Default: ${DEFAULT-VALUE}.")
    private int shutdownBudget;

    @Option(
            names = "--prometheus-port",
            defaultValue = "${env:PROMETHEUS_PORT:-0}",
            paramLabel = "PORT",
            description = "For /metrics; 0 to do without. Variable PROMETHEUS_PORT. Default: 0.")
    private int prometheusPort;

    @Option(
            names = "--health-port",
            defaultValue = "8081",
            paramLabel = "PORT",
            description = "For /healthz, /livez and /readyz; 0 to do without. Default: ${DEFAULT-VALUE}.")
    private int healthPort;

    @Option(
            names = "--status",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether to keep the object GpuPowerStatus of the node. Default: yes.")
    private boolean status;

    @Override
    public Integer call() {
        if (interval < 1 || shutdownBudget < 1) {
            throw new BadInput("--reconcile-interval and --shutdown-budget are at least 1 second");
        }
        node.startLog();
        Mode mode = externalOwner ? Mode.EXTERNAL_OWNER : dryRun ? Mode.DRY_RUN : Mode.ENFORCE;
        var settings = new AgentSettings(
                policy.policy(),
                mode,
                Duration.ofSeconds(interval),
                once ? Shutdown.KEEP : onShutdown,
                Duration.ofSeconds(shutdownBudget));
        KubeCluster.Scope scope = node.scope();
        var tally = new ApiTally();
        ApiClient api = access.client(tally);
        Path state = mode == Mode.ENFORCE ? node.writableState() : node.state();
        var signal = new Signal();
        // the cluster first: the API server answers while the rest is made
        try (StateLock lock = mode == Mode.ENFORCE ? StateLock.take(state) : StateLock.none();
                KubeCluster cluster =
                        KubeCluster.watch(api, scope, settings.policy().emergencyWatts(), signal);
                DeviceThread boards = devices.open();
                Allocations allocations = node.allocations()) {
            LOG.debug("state directory {}, {}", state, lock);
            boards.prepare();
            var parts = new Agent.Parts(boards, boards, node.proc(), allocations, cluster, state, Step.Listener.none());
            return work(parts, settings, cluster, new StatusWriter(api, scope.node(), cluster::nodeUid), signal, tally);
        }
    }

    private int work(
            Agent.Parts parts,
            AgentSettings settings,
            KubeCluster cluster,
            StatusWriter writer,
            Signal signal,
            ApiTally tally) {
        var health = new Health(settings.interval(), System::nanoTime);
        var metrics = new AgentMetrics(
                node.node(),
                settings.policy().conflict(),
                uid -> cluster.times().take(uid));
        metrics.count("k8s_list_failures_total", "Lists and watches that failed.", tally, ApiTally::failedLists);
        metrics.show(
                "switches_lost",
                "Switches that have not been watched for more than a minute.",
                cluster,
                KubeCluster::lostSwitches);
        for (String verb : List.of("list", "watch", "patch")) {
            metrics.count("api_" + verb + "_requests_total", "Requests to the API server.", tally, t -> t.count(verb));
        }
        CpuEnergy.show(metrics);
        var listeners = new ArrayList<Agent.Listener>(List.of(new AgentLog(), metrics, health));
        boolean tells = status && !once && settings.mode() != Mode.DRY_RUN;
        if (tells) {
            listeners.add(writer);
        }
        var agent = new Agent(parts, settings, Clock.systemUTC(), listeners);
        metrics.count(
                "broken_passes_total", "Passes broken off by an error of the program.", agent, Agent::brokenPasses);
        signal.pass(agent::wake);
        List<Integer> ports = once ? List.of() : List.of(prometheusPort, healthPort);
        try (AgentServer server = AgentServer.open(ports, health, metrics::scrape)) {
            LOG.info("node {}, mode {}, ports {}", node.node(), settings.mode(), server.ports());
            return once ? once(agent, cluster) : untilStopped(agent, writer, tells);
        }
    }

    private int once(Agent agent, KubeCluster cluster) {
        long end = System.nanoTime() + ONCE_PATIENCE.toNanos();
        while (!cluster.view().stale().isEmpty() && System.nanoTime() < end) {
            pause();
        }
        Report report = agent.pass();
        spec.commandLine().getOut().print(new ReportText().of(report));
        return report.obstacle().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the cluster", e);
        }
    }

    /** The signal only asks the loop to stop: nothing calls the driver from a signal handler. */
    private static int untilStopped(Agent agent, StatusWriter writer, boolean tells) {
        var ended = new CountDownLatch(1);
        var hook = new Thread(
                () -> {
                    agent.stop();
                    try {
                        ended.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Agent.End end = agent.run();
            if (tells) {
                writer.close();
            }
            return end == Agent.End.DRIVER_REPLACED ? ExitCode.DRIVER_REPLACED : ExitCode.OK;
        } finally {
            ended.countDown();
        }
    }
}
