package io.dynamoplanner.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code planner config}: look at, check and convert configurations and profiles. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        subcommands = {
            ConfigCheckCommand.class,
            ConfigShowCommand.class,
            ConfigSchemaCommand.class,
            ConfigConvertCommand.class
        },
        description = "Checks, shows and converts planner configurations, and converts engine profiles.")
public final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine line = spec.commandLine();
        line.usage(line.getOut());
    }
}
