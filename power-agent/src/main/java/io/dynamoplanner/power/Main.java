package io.dynamoplanner.power;

import io.dynamoplanner.power.api.Tls;
import io.dynamoplanner.power.command.BenchCommand;
import io.dynamoplanner.power.command.DemoCommand;
import io.dynamoplanner.power.command.DrillCommand;
import io.dynamoplanner.power.command.InspectCommand;
import io.dynamoplanner.power.command.ReleaseCommand;
import io.dynamoplanner.power.command.RunCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the power agent. */
@Command(
        name = "power-agent",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {"Limits the power of the GPUs of a node to what the annotations of their pods ask for.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Try this first, on any machine: power-agent demo",
            "Then, on a node with GPUs, without changing anything: power-agent inspect",
            "Every command has --help. Exit code 2 means that the input is wrong and nothing was changed."
        })
public final class Main implements Runnable {
    private static final List<String> COMMANDS = List.of("run", "inspect", "demo", "drill", "release", "bench");

    private Main() {}

    private static Object command(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "inspect" -> new InspectCommand();
            case "demo" -> new DemoCommand();
            case "drill" -> new DrillCommand();
            case "release" -> new ReleaseCommand();
            default -> new BenchCommand();
        };
    }

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("run")) {
            var thread = new Thread(Tls::prepare, "prepare");
            thread.setDaemon(true);
            thread.start();
        }
        System.exit(run(args, System.out, System.err));
    }

    /** Runs one command with its own streams; for tests. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Main());
        String first = args.length == 0 ? "" : args[0];
        // the others would cost time and memory for as long as the agent runs
        for (String name : COMMANDS.contains(first) ? List.of(first) : COMMANDS) {
            line.addSubcommand(name, command(name));
        }
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command.getErr()));
        line.setParameterExceptionHandler((failure, arguments) -> {
            CommandLine command = failure.getCommandLine();
            command.getErr().println("power-agent: " + failure.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
            command.getErr()
                    .println("Run '" + command.getCommandSpec().qualifiedName() + " --help' for what there is.");
            return ExitCode.BAD_INPUT;
        });
        return line.execute(args);
    }

    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof BadInput) {
            String.valueOf(failure.getMessage()).lines().forEach(text -> err.println("power-agent: " + text));
            return ExitCode.BAD_INPUT;
        }
        err.println("power-agent: this is a bug, please report it with the lines below");
        failure.printStackTrace(err);
        return ExitCode.FAILED;
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /** What {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"power-agent " + (version == null ? "(development)" : version)};
        }
    }
}
