package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.metrics.report.TerminalStyle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The question why.
 *
 * @param last how many decisions are wanted, the newest ones
 * @param id the only decision that is wanted
 * @param role the only role that is wanted
 */
public record Explain(LedgerSource source, int last, Optional<String> id, Optional<Role> role) {

    /** What was found, oldest first. */
    public static final class Answer {
        private final List<Explained> decisions;
        private final Optional<Role> role;
        private final List<String> notes;

        private Answer(List<Explained> decisions, Optional<Role> role, List<String> notes) {
            this.decisions = decisions;
            this.role = role;
            this.notes = notes;
        }

        /** For people. */
        public String text(int width, TerminalStyle style) {
            return decisions.stream()
                    .map(one -> ExplainText.render(one, role, width, style))
                    .collect(Collectors.joining("\n"));
        }

        /** For programs: a line of JSON for each decision. */
        public String json() {
            return decisions.stream().map(one -> one.toJson(role) + "\n").collect(Collectors.joining());
        }

        /** What is worth telling about the ledger. */
        public List<String> notes() {
            return notes;
        }
    }

    /**
     * @throws BadInput if there is no such decision or role
     * @throws io.dynamoplanner.data.ledger.LedgerException if the ledger cannot be used
     */
    public Answer answer() {
        var tail = new Tail(last, id);
        List<String> notes = source.read(tail, done -> {});
        List<Explained> decisions = Explanations.of(tail);
        role.ifPresent(wanted -> decisions.forEach(one -> require(one, wanted)));
        return new Answer(decisions, role, notes);
    }

    private static void require(Explained one, Role role) {
        if (!one.decision().roles().has(role)) {
            throw new BadInput("--role " + role + ": the graph has the roles "
                    + one.decision().roles().roles().stream().map(Role::name).collect(Collectors.joining(" and "))
                    + "; name one of them");
        }
    }
}
