package io.dynamoplanner.power.command;

import io.dynamoplanner.power.ExitCode;
import io.dynamoplanner.power.agent.Agent;
import io.dynamoplanner.power.agent.AgentSettings;
import io.dynamoplanner.power.agent.Cluster;
import io.dynamoplanner.power.agent.ClusterView;
import io.dynamoplanner.power.agent.Mode;
import io.dynamoplanner.power.agent.Report;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.attribution.Allocations;
import io.dynamoplanner.power.device.DeviceThread;
import io.dynamoplanner.power.kube.KubeCluster;
import io.dynamoplanner.power.state.Step;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the boards of this node and what the agent would do with them. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Shows each board, who uses it, and what the agent would do and why. Changes nothing.", ""})
public final class InspectCommand implements Callable<Integer> {
    private static final int ASSUMED_WATTS = 500;

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

    @Option(
            names = "--wait",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long to wait for the pods of the cluster. Default: ${DEFAULT-VALUE}.")
    private int wait;

    @Override
    public Integer call() {
        node.startLog();
        var settings = new AgentSettings(
                policy.policyOr(ASSUMED_WATTS),
                Mode.DRY_RUN,
                Duration.ofSeconds(15),
                AgentSettings.Shutdown.KEEP,
                Duration.ofSeconds(1));
        PrintWriter out = spec.commandLine().getOut();
        Report report;
        try (DeviceThread boards = devices.open();
                Allocations allocations = node.allocations()) {
            if (node.node().isEmpty()) {
                report = look(
                        settings,
                        boards,
                        allocations,
                        () -> ClusterView.unknown(
                                "no node is named (--node-name), so the cluster was not asked for pods"));
            } else {
                report = withCluster(settings, boards, allocations);
            }
        }
        out.print(new ReportText().of(report));
        out.flush();
        return report.device().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Report withCluster(AgentSettings settings, DeviceThread boards, Allocations allocations) {
        try (var cluster = KubeCluster.watch(
                access.client(new ApiTally()), node.scope(), settings.policy().emergencyWatts(), () -> {})) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(wait);
            while (!cluster.view().stale().isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return look(settings, boards, allocations, cluster);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the cluster", e);
        }
    }

    private Report look(AgentSettings settings, DeviceThread boards, Allocations allocations, Cluster cluster) {
        var parts =
                new Agent.Parts(boards, boards, node.proc(), allocations, cluster, node.state(), Step.Listener.none());
        return new Agent(parts, settings, Clock.systemUTC(), List.of()).pass();
    }
}
