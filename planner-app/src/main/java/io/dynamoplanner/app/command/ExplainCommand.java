package io.dynamoplanner.app.command;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.app.ExitCode;
import io.dynamoplanner.app.Terminal;
import io.dynamoplanner.app.ledger.Explain;
import io.dynamoplanner.app.ledger.LedgerSource;
import io.dynamoplanner.core.role.Role;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code planner explain}: why the fleet has the size that it has. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Says why: the last decisions with what was seen, what each stage made of it, and what bound the count.",
            "",
            "Asks a running planner, or reads the ledger of one or of a simulation."
        },
        footer = {
            "",
            "\"Without it\" is the count that the same decision has when one constraint is taken out and all others stay.",
            "",
            "  planner explain                                   in the planner's own pod",
            "  planner explain --from http://planner:9090 --last 5",
            "  planner explain --ledger out/azure-chat/ledger.jsonl --role decode"
        })
public final class ExplainCommand implements Callable<Integer> {
    private static final String HERE = "http://127.0.0.1:9090/decisions";

    @Option(names = "--ledger", paramLabel = "PATH", description = "A ledger file, or a directory of ledger files.")
    private Optional<Path> ledger = Optional.empty();

    @Option(names = "--from", paramLabel = "URL", description = "A running planner. Default: " + HERE + ".")
    private Optional<String> from = Optional.empty();

    @Option(names = "--last", paramLabel = "N", description = "How many decisions. Default: 1.")
    private Optional<Integer> last = Optional.empty();

    @Option(names = "--id", paramLabel = "ID", description = "This decision instead.")
    private Optional<String> id = Optional.empty();

    @Option(names = "--role", paramLabel = "ROLE", description = "This role only: prefill, decode or agg.")
    private Optional<String> role = Optional.empty();

    @Option(names = "--json", description = "As JSON, a line for each decision.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Terminal terminal = Terminal.ofProcess();

    @Override
    public Integer call() {
        if (last.isPresent() && (last.get() < 1 || last.get() > 1_000_000)) {
            throw new BadInput("--last " + last.get() + " must be from 1 to 1000000; correct the value");
        }
        if (last.isPresent() && id.isPresent()) {
            throw new BadInput("--last " + last.get() + ": --id names one decision already; keep one of the two");
        }
        var explain = new Explain(source(), last.orElse(1), id, role.map(ExplainCommand::role));
        Explain.Answer answer = explain.answer();
        answer.notes().forEach(note -> spec.commandLine().getErr().println("note: " + note));
        spec.commandLine().getOut().print(json ? answer.json() : answer.text(terminal.columns(), terminal.style()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private LedgerSource source() {
        if (ledger.isPresent() && from.isPresent()) {
            throw new BadInput("--from " + from.get() + ": --ledger names a ledger already; keep one of the two");
        }
        return ledger.<LedgerSource>map(LedgerSource.Files::new)
                .orElseGet(() -> LedgerSource.Running.of(from.orElse(HERE), id.isPresent() ? 0 : last.orElse(1)));
    }

    private static Role role(String name) {
        if (name.isBlank()) {
            throw new BadInput("--role is empty; name prefill, decode or agg");
        }
        return new Role(name);
    }
}
