package io.dynamoplanner.app.command;

import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.FlagArguments;
import io.dynamoplanner.data.config.PlannerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Where a configuration comes from: a file or JSON in place, flags of any release, and the environment. */
final class ConfigSource {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Configuration: YAML or JSON file, or JSON in place.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "The same, as the planner itself takes it.")
    private Optional<String> config = Optional.empty();

    @Unmatched
    private List<String> flags = new ArrayList<>();

    PlannerConfig load() {
        return ConfigLoader.load(document(), FlagArguments.parse(flags), System.getenv());
    }

    Optional<String> document() {
        return file.or(() -> config);
    }

    List<String> flags() {
        return flags;
    }
}
