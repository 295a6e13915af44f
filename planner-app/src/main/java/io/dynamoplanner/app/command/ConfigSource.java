package io.dynamoplanner.app.command;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.data.config.ConfigLoader;
import io.dynamoplanner.data.config.FlagArguments;
import io.dynamoplanner.data.config.PlannerConfig;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where a configuration comes from: a file or JSON in place, with flags and environment on top. */
final class ConfigSource {
    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Configuration: YAML or JSON file, or JSON in place.")
    private Optional<String> file = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "The same, as the planner itself takes it.")
    private Optional<String> config = Optional.empty();

    /** The configuration, with these flags of any release on top. */
    PlannerConfig load(List<String> flags) {
        return ConfigLoader.load(document(), FlagArguments.parse(flags), System.getenv());
    }

    Optional<String> document() {
        if (file.isPresent() && config.isPresent()) {
            throw new BadInput("--config " + config.get() + ": a configuration is named already, " + file.get()
                    + "; keep one of the two");
        }
        return file.or(() -> config);
    }
}
