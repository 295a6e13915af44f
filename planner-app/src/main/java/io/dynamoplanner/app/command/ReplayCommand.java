package io.dynamoplanner.app.command;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.Terminal;
import io.dynamoplanner.app.ledger.LedgerReplay;
import io.dynamoplanner.metrics.report.ProgressWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code planner replay}: makes recorded decisions again, as they were or with changed settings. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the decisions of a ledger again.",
            "",
            "Without changes it verifies that each comes out bit for bit as it was recorded; exit code 1 if one does not.",
            "With --set or --profile it shows which decisions would have been others."
        },
        footer = {
            "",
            "A change is seen through the recorded traffic; the fleet follows the changed decisions, the latencies do not.",
            "",
            "  planner replay --ledger out/azure-chat/ledger.jsonl",
            "  planner replay --ledger /var/lib/planner --set max_gpu_budget=64 --set itl_ms=30"
        })
public final class ReplayCommand implements Callable<Integer> {
    @Option(
            names = "--ledger",
            required = true,
            paramLabel = "PATH",
            description = "A ledger file, or a directory of ledger files.")
    private Path ledger = Path.of("ledger.jsonl");

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description = "Change a field of the configuration. Repeatable.")
    private List<String> set = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description = "Another engine profile; for a ledger without a header the one that it was written with.")
    private Optional<Path> profile = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Only for a ledger without a header: the configuration that it was written with.")
    private Optional<String> config = Optional.empty();

    @Option(names = "--quiet", description = "No progress bar.")
    private boolean quiet;

    @Spec
    private CommandSpec spec;

    private final Terminal terminal = Terminal.ofProcess();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        var replay = new LedgerReplay(ledger, config, profile, changes());
        LedgerReplay.Answer answer = replay.answer(progress());
        answer.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
        out.print(answer.text(terminal.columns(), terminal.style()));
        out.flush();
        return answer.same() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Map<String, String> changes() {
        var changes = new LinkedHashMap<String, String>();
        for (String change : set) {
            int equals = change.indexOf('=');
            if (equals < 1) {
                throw new BadInput(
                        "--set " + change + " is no change; write FIELD=VALUE, max_gpu_budget=64 for example");
            }
            String field = change.substring(0, equals).strip();
            if (changes.putIfAbsent(field, change.substring(equals + 1).strip()) != null) {
                throw new BadInput("--set " + field + " is given twice; keep one of the two");
            }
        }
        return changes;
    }

    private DoubleConsumer progress() {
        if (quiet) {
            return done -> {};
        }
        // System.err even when the command writes elsewhere: a bar belongs on the terminal or nowhere
        var stream = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        var writer = new ProgressWriter(stream, terminal.err(), terminal.columns(), terminal.errStyle());
        long start = System.nanoTime();
        return done -> {
            if (done >= 1) {
                writer.finish();
            } else {
                writer.update(done, (System.nanoTime() - start) / 1e9, "replaying " + ledger);
            }
        };
    }
}
