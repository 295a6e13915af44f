package io.dynamoplanner.app.command;

import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.data.config.ConfigReport;
import io.dynamoplanner.data.config.PlannerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code planner config show}: what is in force, where it comes from, what has no effect yet. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows every field with its value, where the value comes from, and whether it has an effect yet.")
final class ConfigShowCommand implements Callable<Integer> {
    @Mixin
    private ConfigSource source;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PlannerConfig config = source.load(flags);
        spec.commandLine().getOut().println(json ? ConfigReport.json(config) : ConfigReport.text(config));
        return ExitCode.OK;
    }
}
