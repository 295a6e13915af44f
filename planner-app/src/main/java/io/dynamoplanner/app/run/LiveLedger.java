package io.dynamoplanner.app.run;

import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.gateway.WriteGateway.Written;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.ledger.LedgerRing;
import io.dynamoplanner.data.ledger.LedgerWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ledger of a running planner: the newest decisions in memory, all of them in files if a directory is given. */
final class LiveLedger {
    private static final int IN_MEMORY = 200;

    private final Optional<Path> directory;
    private final Consumer<Finding> findings;
    private volatile @Nullable LedgerRing ring;
    private List<DecisionLog> logs = List.of();

    LiveLedger(Optional<Path> directory, Consumer<Finding> findings) {
        this.directory = directory;
        this.findings = findings;
    }

    /**
     * Notes a decision down. Called by one thread at a time.
     *
     * @param afresh whether it does not go on from the state that the one before it left
     */
    void record(LedgerHeader header, LedgerEntry entry, List<Written> written, String id, boolean afresh) {
        if (logs.isEmpty()) {
            LedgerRing memory = new LedgerRing(IN_MEMORY, header);
            List<DecisionLog> all = new ArrayList<>(List.of(memory));
            directory.ifPresent(d -> all.add(new LedgerWriter(d, LedgerWriter.Limits.STANDARD, header, findings)));
            ring = memory;
            logs = all;
        }
        for (DecisionLog log : logs) {
            log.header(header);
            if (afresh) {
                log.interrupted();
            }
            log.record(entry, written, id);
        }
    }

    /** The newest lines, oldest first; none before the first decision. Called by any thread. */
    List<String> newest(int last) {
        LedgerRing memory = ring;
        return memory == null ? List.of() : memory.text(last).lines().toList();
    }
}
