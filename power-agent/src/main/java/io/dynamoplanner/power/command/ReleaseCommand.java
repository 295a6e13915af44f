package io.dynamoplanner.power.command;

import io.dynamoplanner.power.ExitCode;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.kube.ControlMap;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Gives all boards of the cluster back; what the chart runs before it is uninstalled. */
@Command(
        name = "release",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells the agents of all nodes to give their boards back and to limit none any more, and waits until they have.",
            ""
        })
public final class ReleaseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ControlOptions control;

    @Mixin
    private ClusterOptions access;

    @Option(names = "--undo", description = "The agents limit boards again.")
    private boolean undo;

    /** Before an agent has heard of it, a board may still be limited; and without a number nobody knows. */
    private static boolean isDone(NodeStatus status) {
        return status.uninstalling() && status.managed().equals(OptionalInt.of(0));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ApiClient api = access.client(new ApiTally());
        if (undo) {
            control.set(api, ControlMap.UNINSTALL, "false");
            out.println("the agents limit boards again");
            return ExitCode.OK;
        }
        control.set(api, ControlMap.UNINSTALL, "true");
        List<String> left = control.await(api, ReleaseCommand::isDone);
        if (left.isEmpty()) {
            out.println("no board is limited by an agent any more");
            return ExitCode.OK;
        }
        spec.commandLine()
                .getErr()
                .println("power-agent: boards are still limited on the nodes " + left
                        + "; if such a node is gone, delete its object (kubectl delete gpupowerstatus NAME); if its"
                        + " agent is down, bring it up first");
        return ExitCode.FAILED;
    }
}
