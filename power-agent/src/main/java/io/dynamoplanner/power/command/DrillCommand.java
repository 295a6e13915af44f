package io.dynamoplanner.power.command;

import com.fasterxml.jackson.databind.JsonNode;
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
        boolean down;
        boolean up = false;
        try {
            down = step(api, Integer.toString(watts), "down", this::isDown);
        } finally {
            // the switch is taken back whatever happened
            up = step(api, "off", "back", status -> !status.path("emergency").asBoolean());
        }
        return down && up ? ExitCode.OK : ExitCode.FAILED;
    }

    private boolean step(ApiClient api, String value, String what, Predicate<JsonNode> expected) {
        PrintWriter out = spec.commandLine().getOut();
        long began = System.nanoTime();
        control.set(api, ControlMap.EMERGENCY, value);
        List<String> left = control.await(api, expected);
        double seconds = (System.nanoTime() - began) / NANOS;
        out.println(
                left.isEmpty()
                        ? String.format(Locale.ROOT, "all nodes %s after %.2f s", what, seconds)
                        : String.format(Locale.ROOT, "after %.0f s these nodes are not %s: %s", seconds, what, left));
        return left.isEmpty();
    }

    /** A board whose lowest limit is above the emergency's is down when it is at its lowest. */
    private boolean isDown(JsonNode status) {
        if (!status.path("emergency").asBoolean()) {
            return false;
        }
        for (JsonNode board : status.path("boards")) {
            int bound = Math.max(watts, board.path("minWatts").asInt());
            if (board.path("managed").asBoolean() && board.path("appliedWatts").asInt() > bound) {
                return false;
            }
        }
        return true;
    }
}
