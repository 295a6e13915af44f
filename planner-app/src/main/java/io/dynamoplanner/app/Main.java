package io.dynamoplanner.app;

import io.dynamoplanner.app.command.ConfigCommand;
import io.dynamoplanner.app.command.DoctorCommand;
import io.dynamoplanner.app.command.ExplainCommand;
import io.dynamoplanner.app.command.ForecastCommand;
import io.dynamoplanner.app.command.PauseCommand;
import io.dynamoplanner.app.command.PlanCommand;
import io.dynamoplanner.app.command.ReplayCommand;
import io.dynamoplanner.app.command.RunCommand;
import io.dynamoplanner.app.command.SimulateCommand;
import io.dynamoplanner.app.http.PortException;
import io.dynamoplanner.core.engine.ProfileException;
import io.dynamoplanner.data.config.ConfigException;
import io.dynamoplanner.data.document.DocumentException;
import io.dynamoplanner.data.ledger.LedgerException;
import io.dynamoplanner.data.series.SeriesException;
import io.dynamoplanner.data.trace.TraceException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of Dynamo Planner. */
@Command(
        name = "planner",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class,
            DoctorCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            PauseCommand.Stop.class,
            PauseCommand.Resume.class,
            SimulateCommand.class,
            PlanCommand.class,
            ForecastCommand.class,
            ConfigCommand.class
        },
        description = {"Keeps NVIDIA Dynamo serving graphs inside their latency targets at the smallest GPU cost.", ""},
        commandListHeading = "%nCommands:%n",
        footer = {
            "  bench     measure the planner itself (planner bench core)",
            "",
            "Try this first: 40 minutes of real chat traffic, planned and simulated in a few seconds.",
            "",
            "  planner simulate examples/azure-chat",
            "",
            "Then ask why: planner plan --config examples/planner.yaml --requests 18000 --isl 3000 --osl 150",
            "Every command has --help. Exit code 2 means that the input is wrong and nothing was changed."
        })
public final class Main implements Runnable {
    private Main() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    /** Runs one command with its own streams; for tests and for embedding. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command.getErr()));
        line.setParameterExceptionHandler((failure, arguments) -> {
            CommandLine command = failure.getCommandLine();
            command.getErr().println("planner: " + failure.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr());
            command.getErr().println("Run 'planner " + path(command) + "--help' for what there is.");
            return ExitCode.BAD_INPUT;
        });
        try {
            int status = line.execute(PlannerFlags.joined(args));
            if (line.getOut().checkError()) {
                err.println("planner: standard output is closed or full");
                return ExitCode.FAILED;
            }
            return status;
        } catch (OutOfMemoryError tooLarge) {
            err.println("planner: not enough memory for this input; give more, for example PLANNER_JAVA_OPTS=-Xmx2g");
            return ExitCode.FAILED;
        }
    }

    private static String path(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        return name.equals("planner") ? "" : name.substring("planner ".length()) + " ";
    }

    /** Wrong input is told in its own words, one line each; anything else is our fault and comes with its trace. */
    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof ConfigException
                || failure instanceof DocumentException
                || failure instanceof TraceException
                || failure instanceof SeriesException
                || failure instanceof ProfileException
                || failure instanceof LedgerException
                || failure instanceof PortException
                || failure instanceof BadInput) {
            String message = String.valueOf(failure.getMessage());
            message.lines().forEach(text -> err.println("planner: " + text));
            return ExitCode.BAD_INPUT;
        }
        if (failure instanceof FileSystemException file) {
            String reason = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
            err.println("planner: " + file.getFile() + ": " + reason + "; correct the path or its permissions");
            return ExitCode.BAD_INPUT;
        }
        if (failure instanceof CancellationException) {
            err.println("planner: stopped");
            return ExitCode.INTERRUPTED;
        }
        err.println("planner: this is a bug, please report it with the lines below");
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
            return new String[] {"planner " + PlannerVersion.text()};
        }
    }
}
