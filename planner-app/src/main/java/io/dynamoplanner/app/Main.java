package io.dynamoplanner.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of Dynamo Planner. */
@Command(
        name = "planner",
        mixinStandardHelpOptions = true,
        description = "Autoscaler for NVIDIA Dynamo serving graphs.",
        versionProvider = Main.Version.class)
public final class Main implements Runnable {
    private Main() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** The version of the build, from the manifest of the program's jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"planner " + (version == null ? "(development)" : version)};
        }
    }
}
