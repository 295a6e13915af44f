package io.dynamoplanner.power.state;

import io.dynamoplanner.power.cap.Owned;
import io.dynamoplanner.power.state.OwnershipFile.Contents;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The boards that are ours, in memory and in the file. What makes a board ours has to be in the file before the board is
 * touched; what is only forgotten may wait until the file can be written again. Not thread safe.
 */
public final class Ownership {
    private final OwnershipFile file;
    private final Map<String, Owned> boards;
    private Optional<String> unusable;
    private Optional<String> unwritten = Optional.empty();
    private long failures;

    /** What the file says. */
    public Ownership(OwnershipFile file) {
        this.file = file;
        this.boards = new TreeMap<>();
        this.unusable = Optional.empty();
        reread();
    }

    private void reread() {
        Contents contents = file.read();
        if (contents instanceof Contents.Known known) {
            boards.putAll(known.boards());
            unusable = Optional.empty();
        } else if (contents instanceof Contents.Unusable broken) {
            unusable = Optional.of(broken.why());
        }
    }

    /** What we know about a board; empty if it is not ours. */
    public Optional<Owned> of(String uuid) {
        return Optional.ofNullable(boards.get(uuid));
    }

    /** All that are ours. */
    public Map<String, Owned> all() {
        return Map.copyOf(boards);
    }

    /** Why the file cannot be used. While it cannot, no board may be touched. */
    public Optional<String> unusable() {
        return unusable;
    }

    /** Why the file is behind. */
    public Optional<String> unwritten() {
        return unwritten;
    }

    /** How often a write of the file has failed. */
    public long failures() {
        return failures;
    }

    /**
     * Records what is about to be done to a board.
     *
     * @return whether it is on the disk; if not, the board must not be touched
     */
    public boolean intend(String uuid, Owned intent) {
        if (unusable.isPresent()) {
            return false;
        }
        Owned before = boards.put(uuid, intent);
        if (write()) {
            return true;
        }
        if (before == null) {
            boards.remove(uuid);
        } else {
            boards.put(uuid, before);
        }
        return false;
    }

    /** Records what has been done to a board, at the latest by {@link #flush}. */
    public void settle(String uuid, Owned settled) {
        if (!settled.equals(boards.put(uuid, settled))) {
            write();
        }
    }

    /** Forgets a board, at the latest by {@link #flush}. */
    public void retire(String uuid) {
        if (boards.remove(uuid) != null) {
            write();
        }
    }

    /** Catches up: writes a file that is behind, reads one that could not be used. To be called now and then. */
    public void flush() {
        if (unusable.isPresent()) {
            reread();
        } else if (unwritten.isPresent()) {
            write();
        }
    }

    private boolean write() {
        if (unusable.isPresent()) {
            return false;
        }
        unwritten = file.write(boards);
        unwritten.ifPresent(problem -> failures++);
        return unwritten.isEmpty();
    }
}
