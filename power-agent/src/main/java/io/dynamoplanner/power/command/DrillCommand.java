package io.dynamoplanner.power.command;

import io.dynamoplanner.power.BadInput;
import io.dynamoplanner.power.ExitCode;
import io.dynamoplanner.power.api.ApiClient;
import io.dynamoplanner.power.api.ApiTally;
import io.dynamoplanner.power.kube.ControlMap;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Rehearses an emergency and measures how fast all nodes follow. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Throws the emergency switch for all nodes, waits until every managed board is down, takes the switch back, and"
                    + " tells how long both took. Boards are slow meanwhile.",
            ""
        })
public final class DrillCommand implements Callable<Integer> {
    private static final double NANOS = 1e9;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ControlOptions control;

    @Mixin
    private ClusterOptions access;

    @Option(names = "--watts", required = true, paramLabel = "WATTS", description = "The limit of the emergency.")
    private int watts;

    @Override
    public Integer call() {
        if (watts < 1) {
            throw new BadInput("--watts is " + watts + "; give whole watts above 0");
        }
        ApiClient api = access.client(new ApiTally());
        int nodes = ControlOptions.statuses(api).size();
        spec.commandLine().getOut().println(nodes + " nodes take part");
        boolean down = false;
        boolean up = false;
        long began = System.nanoTime();
        String problem = control.tried(api, ControlMap.EMERGENCY, Integer.toString(watts));
        if (ControlOptions.isRefusal(problem)) {
            throw control.unchanged(problem);
        }
        try {
            if (problem.isEmpty()) {
                down = follow(api, began, "down", this::isDown);
            } else {
                // it may have been thrown although nobody said so
                spec.commandLine().getErr().println("power-agent: the switch could not be thrown: " + problem);
            }
        } finally {
            // the switch is taken back whatever happened
            up = takeBack(api);
        }
        return down && up ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean takeBack(ApiClient api) {
        long began = System.nanoTime();
        String problem = control.setUntilDone(api, ControlMap.EMERGENCY, "off");
        if (problem.isEmpty()) {
            return follow(api, began, "back", status -> !status.emergency());
        }
        int slash = control.control().indexOf('/');
        spec.commandLine()
                .getErr()
                .println("power-agent: THE EMERGENCY SWITCH MAY STILL BE ON, all boards stay slow: " + problem
                        + "; take it back with: kubectl -n " + control.control().substring(0, slash)
                        + " patch configmap " + control.control().substring(slash + 1)
                        + " --type merge -p '{\"data\":{\"" + ControlMap.EMERGENCY + "\":\"off\"}}'");
        return false;
    }

    private boolean follow(ApiClient api, long began, String what, Predicate<NodeStatus> expected) {
        PrintWriter out = spec.commandLine().getOut();
        List<String> left;
        try {
            left = control.await(api, expected);
        } catch (BadInput e) {
            spec.commandLine()
                    .getErr()
                    .println("power-agent: whether all nodes are " + what + " is not known: " + e.getMessage());
            return false;
        }
        double seconds = (System.nanoTime() - began) / NANOS;
        out.println(
                left.isEmpty()
                        ? String.format(Locale.ROOT, "all nodes %s after %.2f s", what, seconds)
                        : String.format(Locale.ROOT, "after %.0f s these nodes are not %s: %s", seconds, what, left));
        return left.isEmpty();
    }

    /** A board whose lowest limit is above the emergency's is down when it is at its lowest. */
    private boolean isDown(NodeStatus status) {
        return status.emergency()
                && status.boards().stream()
                        .noneMatch(
                                board -> board.managed() && board.appliedWatts() > Math.max(watts, board.minWatts()));
    }
}
