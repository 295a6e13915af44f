package io.dynamoplanner.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.run.PlannerProcess;
import io.dynamoplanner.core.finding.Finding;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code planner doctor}: what is missing before a planner can work, and how to put it right. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Says what is missing for a planner of this graph and how to put it right: permissions, API versions, graph, roles,"
                    + " GPU widths, model, engine profile, Prometheus. Takes the same arguments as 'planner run', looks once,"
                    + " writes nothing.",
            ""
        },
        footer = {"", "Exit code 0: nothing stands in the way. 1: a planner would only observe."})
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ClusterTarget target;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Longest time to look. Default: ${DEFAULT-VALUE}.")
    private int timeout = 30;

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings =
                PlannerProcess.examine(target.options(flags), Duration.ofSeconds(Math.max(1, timeout)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(json(findings));
        } else {
            print(findings, out);
        }
        return findings.stream().anyMatch(Finding::blocks) ? ExitCode.FAILED : ExitCode.OK;
    }

    private static void print(List<Finding> findings, PrintWriter out) {
        for (Finding finding : findings) {
            out.printf("%-8s %s: %s%n", label(finding), finding.subject(), finding.what());
            if (!finding.remedy().isEmpty()) {
                out.printf("%-8s -> %s%n", "", finding.remedy());
            }
        }
        long blocking = findings.stream().filter(Finding::blocks).count();
        out.println();
        out.println(
                blocking == 0
                        ? "Nothing stands in the way of a planner."
                        : blocking + (blocking == 1 ? " finding keeps" : " findings keep")
                                + " a planner from writing; it would only observe.");
    }

    private static String label(Finding finding) {
        return switch (finding.severity()) {
            case OK -> "ok";
            case INFO -> "info";
            case WARNING -> "warning";
            case BLOCKING -> "BLOCKED";
        };
    }

    private static String json(List<Finding> findings) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Finding finding : findings) {
            list.addObject()
                    .put("code", finding.code())
                    .put("severity", finding.severity().name())
                    .put("subject", finding.subject())
                    .put("what", finding.what())
                    .put("remedy", finding.remedy());
        }
        return list.toPrettyString();
    }
}
