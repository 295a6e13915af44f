package io.dynamoplanner.data.ledger;

import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.gateway.WriteGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A ledger as one text: that of a simulation. What cannot be written is thrown. For one thread. */
public final class LedgerStream implements DecisionLog {
    private final Appendable out;
    private LedgerHeader header;
    private long sinceHeader;

    public LedgerStream(Appendable out, LedgerHeader header) {
        this.out = out;
        this.header = header;
    }

    @Override
    public void header(LedgerHeader next) {
        if (!next.sameAs(header)) {
            header = next;
            sinceHeader = 0;
        }
    }

    @Override
    public void interrupted() {
        sinceHeader = 0;
    }

    /** @throws UncheckedIOException if the text cannot be written */
    @Override
    public void record(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id) {
        try {
            if (sinceHeader == 0) {
                out.append(LedgerJson.line(header, Optional.empty()));
            }
            boolean checkpoint = sinceHeader % LedgerJson.CHECKPOINT_EVERY == 0;
            out.append(LedgerJson.line(header, entry, outcomes, id, checkpoint));
            sinceHeader++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
