package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.engine.ProfileException;
import io.dynamoplanner.data.config.ConfigException;
import io.dynamoplanner.data.ledger.LedgerException;
import io.dynamoplanner.data.ledger.LedgerRecord;
import io.dynamoplanner.data.ledger.RecordedDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains the wanted decisions at the end of a ledger. */
final class Explanations {
    private Explanations() {}

    /** The wanted decisions, oldest first. */
    static List<Explained> of(Tail tail) {
        var explained = new ArrayList<Explained>();
        var rerun = new Rerun();
        long skip = tail.held() - tail.wanted();
        for (Tail.Part part : tail.parts()) {
            String why = start(rerun, part);
            String graph = part.header().map(LedgerRecord.Header::graph).orElse("");
            for (RecordedDecision decision : part.decisions()) {
                Explained one =
                        why.isEmpty() ? explain(rerun, decision, graph) : Explained.asRecorded(decision, graph, why);
                if (skip > 0) {
                    skip--;
                } else {
                    explained.add(one);
                }
            }
        }
        return explained;
    }

    private static Explained explain(Rerun rerun, RecordedDecision decision, String graph) {
        try {
            return rerun.next(decision)
                    .map(made -> Explained.of(decision, graph, made))
                    .orElseGet(() -> Explained.asRecorded(decision, graph, "there is no checkpoint before it"));
        } catch (LedgerException e) {
            return Explained.asRecorded(decision, graph, firstLine(e));
        }
    }

    /** Prepares to make the decisions of a part again; says why not, if that cannot be done. */
    private static String start(Rerun rerun, Tail.Part part) {
        if (part.header().isEmpty()) {
            return "the ledger has no header";
        }
        try {
            rerun.planner(new RecordedPlanner(part.header().get().header()), Optional.empty());
            return "";
        } catch (ConfigException | ProfileException | LedgerException | BadInput e) {
            return "this planner cannot use the header: " + firstLine(e);
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
