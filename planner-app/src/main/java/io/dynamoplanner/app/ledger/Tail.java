package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.data.ledger.LedgerRecord;
import io.dynamoplanner.data.ledger.RecordedDecision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The end of a ledger that holds the wanted decisions, and before them the header and the checkpoint from which they can
 * be made again. The rest of a long ledger is let go while it is read.
 */
final class Tail implements Consumer<LedgerRecord> {
    private final int last;
    private final Optional<String> id;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private Optional<LedgerRecord.Header> header = Optional.empty();
    private boolean headerIsNew = true;
    private boolean found;
    private long held;
    private String firstId = "";
    private String lastId = "";

    /** Decisions after one header, the first of them with a checkpoint if there was one. */
    record Part(Optional<LedgerRecord.Header> header, List<RecordedDecision> decisions) {}

    /**
     * @param last how many decisions are wanted
     * @param id the only one that is wanted
     */
    Tail(int last, Optional<String> id) {
        this.last = last;
        this.id = id;
    }

    @Override
    public void accept(LedgerRecord line) {
        if (found) {
            return;
        }
        if (line instanceof LedgerRecord.Header next) {
            header = Optional.of(next);
            headerIsNew = true;
        } else if (line instanceof RecordedDecision decision) {
            if (headerIsNew || decision.hasCheckpoint()) {
                parts.add(new Part(header, new ArrayList<>()));
                headerIsNew = false;
            }
            parts.getLast().decisions().add(decision);
            held++;
            firstId = firstId.isEmpty() ? decision.id() : firstId;
            lastId = decision.id();
            found = id.filter(lastId::equals).isPresent();
            while (held - parts.getFirst().decisions().size() >= (id.isPresent() ? 1 : last)) {
                held -= parts.removeFirst().decisions().size();
            }
        }
    }

    /**
     * The parts with the wanted decisions, oldest first.
     *
     * @throws BadInput if the one decision that is wanted was not there
     */
    List<Part> parts() {
        if (id.isPresent() && !found) {
            throw new BadInput(
                    "--id " + id.get() + ": no such decision; the ledger holds " + firstId + " to " + lastId);
        }
        return List.copyOf(parts);
    }

    /** How many of the last decisions of the parts are wanted. */
    long wanted() {
        return id.isPresent() ? 1 : Math.min(last, held);
    }

    /** How many decisions the parts have. */
    long held() {
        return held;
    }
}
