package io.dynamoplanner.app.command;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.data.config.ConfigConvert;
import io.dynamoplanner.data.file.AtomicFiles;
import io.dynamoplanner.data.profile.ProfileConvert;
import io.dynamoplanner.data.profile.ProfileLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code planner config convert}: old configurations and other profile layouts into ours. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = {
            "Rewrites old configurations and engine profiles in today's layout.",
            "",
            "An old configuration file or an old command line becomes a YAML file; an engine profile of another layout",
            "becomes a profile directory."
        },
        footer = {
            "",
            "  planner config convert --ttft=500 --itl=50 --adjustment-interval=60 --no-operation",
            "  planner config convert old.yaml --out planner.yaml",
            "  planner config convert --profile profiles/h200 --out my-profile --json"
        })
final class ConfigConvertCommand implements Callable<Integer> {
    @Mixin
    private ConfigSource source;

    @Option(
            names = "--profile",
            paramLabel = "SOURCE",
            description = "Convert this profile: a directory, or use-pre-swept-results:... into --pre-swept.")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--pre-swept", paramLabel = "DIR", description = "Bundle of pre-swept profiles to select from.")
    private Path preSwept = Path.of("pre_swept_results");

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "File or, for a profile, directory to write; a file defaults to the screen.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Write the profile as JSON too, for a ConfigMap.")
    private boolean json;

    @Unmatched
    private List<String> flags = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter screen = spec.commandLine().getOut();
        if (profile.isPresent()) {
            Path target = out.orElseThrow(() -> new BadInput("--out is missing; name the profile directory to write"));
            var layouts = EnumSet.of(ProfileLayout.NPZ);
            if (json) {
                layouts.add(ProfileLayout.JSON);
            }
            ProfileConvert.convert(profile.get(), preSwept, target, layouts);
            screen.println("Profile written to " + target);
            return ExitCode.OK;
        }
        String yaml = ConfigConvert.toYaml(source.document(), flags);
        if (out.isPresent()) {
            AtomicFiles.writeString(out.get(), yaml);
            screen.println("Configuration written to " + out.get());
        } else {
            screen.print(yaml);
            screen.flush();
        }
        return ExitCode.OK;
    }
}
