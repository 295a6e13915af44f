package io.dynamoplanner.app.ledger;

import io.dynamoplanner.app.PlannerVersion;
import io.dynamoplanner.data.ledger.LedgerRecord;
import io.dynamoplanner.data.ledger.RecordedDecision;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes all decisions of a ledger again and compares them, bit for bit. */
final class Verification implements Consumer<LedgerRecord> {
    private final Headers headers;
    private final Rerun rerun = new Rerun();
    private final TreeSet<String> otherVersions = new TreeSet<>();
    private boolean hasPlanner;
    private long made;
    private long skipped;
    private long different;
    private Instant from = Instant.MAX;
    private Instant to = Instant.MIN;
    private @Nullable First first;

    /** The first decision that is made differently. */
    record First(String id, String where, Difference difference) {}

    /**
     * @param made decisions that were made again
     * @param skipped decisions before the first checkpoint
     * @param different how many of those made came out differently
     * @param from when the first of them was made
     * @param to when the last of them was made
     * @param otherVersions versions of the planner that wrote the ledger, other than this one
     */
    record Result(
            long made,
            long skipped,
            long different,
            Instant from,
            Instant to,
            Optional<First> first,
            TreeSet<String> otherVersions) {}

    Verification(Headers headers) {
        this.headers = headers;
    }

    @Override
    public void accept(LedgerRecord line) {
        if (line instanceof LedgerRecord.Header header) {
            rerun.planner(new RecordedPlanner(header.header()), header.follows());
            hasPlanner = true;
            if (!header.planner().equals(PlannerVersion.text())) {
                otherVersions.add(header.planner());
            }
        } else if (line instanceof RecordedDecision decision) {
            decision(decision);
        }
    }

    private void decision(RecordedDecision decision) {
        if (!hasPlanner && decision.isOld()) {
            rerun.planner(new RecordedPlanner(headers.standIn(decision)), Optional.empty());
            hasPlanner = true;
        }
        Optional<Rerun.Made> again = rerun.next(decision);
        if (again.isEmpty()) {
            skipped++;
            return;
        }
        made++;
        from = decision.at().isBefore(from) ? decision.at() : from;
        to = decision.at().isAfter(to) ? decision.at() : to;
        again.get().difference().ifPresent(difference -> {
            different++;
            first = first == null ? new First(decision.id(), decision.where(), difference) : first;
        });
    }

    Result result() {
        return new Result(made, skipped, different, from, to, Optional.ofNullable(first), otherVersions);
    }
}
