package io.dynamoplanner.data.ledger;

import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.gateway.WriteGateway;
import java.util.List;

/** Where the decisions of one graph are written down, in the order in which they are made. */
public interface DecisionLog {
    /** Writes nothing down. */
    DecisionLog NONE = new DecisionLog() {
        @Override
        public void header(LedgerHeader next) {}

        @Override
        public void interrupted() {}

        @Override
        public void record(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id) {}
    };

    /**
     * Says that something else decides from now on: configuration, profile or engine widths have changed. Saying the
     * same again changes nothing.
     */
    void header(LedgerHeader next);

    /** Says that the next decision does not go on from the state that the last one left. */
    void interrupted();

    /**
     * Writes a decision down.
     *
     * @param outcomes what became of its effects
     * @param id name of the decision, see {@link DecisionId}
     */
    void record(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id);
}
