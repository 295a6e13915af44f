package io.dynamoplanner.app.command;

import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.data.config.PlannerConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code planner config check}: all problems at once, one line each. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a configuration and prints every problem and every finding, one line each.",
            "Exit code 0: it can be used; 2: it cannot."
        })
final class ConfigCheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigSource source;

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PlannerConfig config = source.load(flags);
        PrintWriter out = spec.commandLine().getOut();
        config.findings().forEach(out::println);
        out.println(config.findings().isEmpty() ? "OK" : "OK, with the findings above");
        return ExitCode.OK;
    }
}
