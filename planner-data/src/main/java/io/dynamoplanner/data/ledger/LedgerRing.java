package io.dynamoplanner.data.ledger;

import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.gateway.WriteGateway;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The newest decisions of one graph in memory, to be served to whoever asks why. May be used by several threads: one
 * decides, others ask.
 *
 * <p>What it gives out is a ledger like that in a file: it starts with a header and a checkpoint, so that it can be
 * replayed.
 */
public final class LedgerRing implements DecisionLog {
    /**
     * A part that can be replayed by itself: a header, and decisions of which the first has a checkpoint.
     *
     * @param goesOn whether the first decision was made from the state that the part before left
     */
    private record Part(String header, boolean goesOn, List<String> decisions) {}

    /** A checkpoint of long histories takes some hundred kilobytes, and a planner has little memory. */
    private static final long MOST_CHARACTERS = 6_000_000;

    private final int capacity;
    private final int checkpointEvery;
    private final ArrayDeque<Part> parts = new ArrayDeque<>();
    private LedgerHeader header;
    private boolean changed = true;
    private int held;
    private long characters;

    /**
     * @param capacity decisions that are kept, 1 or more; it can be a quarter more, and fewer where checkpoints are large
     */
    public LedgerRing(int capacity, LedgerHeader header) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a ring holds at least 1 decision, not " + capacity);
        }
        this.capacity = capacity;
        this.checkpointEvery = Math.min(LedgerJson.CHECKPOINT_EVERY, Math.max(1, capacity / 4));
        this.header = header;
    }

    @Override
    public synchronized void header(LedgerHeader next) {
        changed |= !next.sameAs(header);
        header = next;
    }

    @Override
    public synchronized void interrupted() {
        changed = true;
    }

    @Override
    public synchronized void record(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id) {
        boolean first = changed || parts.getLast().decisions().size() >= checkpointEvery;
        String line = LedgerJson.line(header, entry, outcomes, id, first);
        if (first) {
            String head = changed
                    ? LedgerJson.line(header, Optional.empty())
                    : parts.getLast().header();
            parts.add(new Part(head, !changed, new ArrayList<>(checkpointEvery)));
            changed = false;
        }
        parts.getLast().decisions().add(line);
        held++;
        characters += line.length();
        while (parts.size() > 1
                && (held - parts.getFirst().decisions().size() >= capacity || characters > MOST_CHARACTERS)) {
            List<String> oldest = parts.removeFirst().decisions();
            held -= oldest.size();
            characters -= oldest.stream().mapToLong(String::length).sum();
        }
    }

    /**
     * The newest decisions as the text of a ledger. There may be more than were asked for: a ledger starts with a
     * checkpoint.
     *
     * @param last how many are wanted at least; fewer are given only if fewer are held
     * @return empty before the first decision
     */
    public synchronized String text(int last) {
        var newest = new ArrayDeque<Part>();
        int count = 0;
        for (Iterator<Part> backwards = parts.descendingIterator(); backwards.hasNext() && count < last; ) {
            Part part = backwards.next();
            newest.addFirst(part);
            count += part.decisions().size();
        }
        var text = new StringBuilder();
        for (Part part : newest) {
            if (text.length() == 0 || !part.goesOn()) {
                text.append(part.header());
            }
            part.decisions().forEach(text::append);
        }
        return text.toString();
    }
}
