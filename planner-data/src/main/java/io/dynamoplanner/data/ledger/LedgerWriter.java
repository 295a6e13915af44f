package io.dynamoplanner.data.ledger;

import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.gateway.WriteGateway;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Appends the decisions of one graph to ledger files in a directory, see {@link LedgerFiles}. A file that is full is
 * renamed and the oldest one is removed. Each file starts with a header and a checkpoint, so that it can be replayed by
 * itself.
 *
 * <p>A decision never fails because it cannot be written down: a directory that may not be written, a full disk and the
 * like become a {@link Finding}, told once, and another one when writing works again. Nothing has to be closed: the file
 * is open only while a decision is written, so that volumes may come and go and files may be moved away. Lines reach the
 * operating system at once, the disk when it sees fit: they survive the end of the process, not that of the machine.
 */
public final class LedgerWriter implements DecisionLog {
    /** Code of the findings. */
    public static final String CODE = "ledger-not-written";

    private final Path directory;
    private final Limits limits;
    private final Consumer<Finding> findings;
    private LedgerHeader header;
    /** The decision that the file ends with; empty if it cannot just go on: a start, a change, a gap. */
    private Optional<String> last = Optional.empty();

    private boolean failing;
    private long size;
    private long sinceCheckpoint;
    private long missed;

    /**
     * How much is kept.
     *
     * @param fileBytes size at which a file is full; one decision more may be in it
     * @param files files that are kept, with the one that is written to; 1 or more
     */
    public record Limits(long fileBytes, int files) {
        /** 64 MiB: weeks of decisions, a minute apart. */
        public static final Limits STANDARD = new Limits(16L << 20, 4);

        public Limits {
            if (fileBytes < 1 || files < 1) {
                throw new IllegalArgumentException(
                        "a ledger needs at least 1 file of at least 1 byte: " + files + " of " + fileBytes);
            }
        }
    }

    /**
     * @param directory of this graph alone; made when the first decision is written
     * @param findings told when writing starts to fail and when it works again
     */
    public LedgerWriter(Path directory, Limits limits, LedgerHeader header, Consumer<Finding> findings) {
        this.directory = directory;
        this.limits = limits;
        this.header = header;
        this.findings = findings;
    }

    @Override
    public synchronized void header(LedgerHeader next) {
        if (!next.sameAs(header)) {
            last = Optional.empty();
        }
        header = next;
    }

    @Override
    public synchronized void interrupted() {
        last = Optional.empty();
    }

    /** Never throws for what is wrong with the files. */
    @Override
    public synchronized void record(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id) {
        try {
            append(entry, outcomes, id);
            last = Optional.of(id);
            healed();
        } catch (IOException | RuntimeException e) {
            // a decision is worth more than its record: whatever it is that cannot be written, the planner goes on
            last = Optional.empty();
            missed++;
            failed(e);
        }
    }

    private void append(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        Path file = LedgerFiles.current(directory);
        long found = Files.exists(file) ? Files.size(file) : 0;
        // a file that is not as it was left is somebody else's as well: nothing in it can be relied upon
        boolean known = last.isPresent() && found == size;
        boolean full = found >= limits.fileBytes();
        if (full) {
            rotate(file);
        }
        boolean goesOn = known && !full;
        boolean checkpoint = !goesOn || sinceCheckpoint >= LedgerJson.CHECKPOINT_EVERY;
        String line = LedgerJson.line(header, entry, outcomes, id, checkpoint);
        if (goesOn) {
            size = write(file, line);
        } else {
            String head = LedgerJson.line(header, known ? last : Optional.empty());
            size = write(file, (isTorn(file) ? "\n" : "") + head + line);
        }
        sinceCheckpoint = checkpoint ? 1 : sinceCheckpoint + 1;
    }

    private static boolean isTorn(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer end = ByteBuffer.allocate(1);
            return channel.read(end, channel.size() - 1) == 1 && end.get(0) != '\n';
        }
    }

    /** Appends whole or not at all, as far as the file system lets it; returns the size of the file after that. */
    private static long write(Path file, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            long start = channel.size();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                undo(channel, start, e);
                throw e;
            }
            return start + bytes.limit();
        }
    }

    private static void undo(FileChannel channel, long size, IOException why) {
        try {
            channel.truncate(size);
        } catch (IOException e) {
            // the next decision starts on a line of its own, and readers skip the torn one
            why.addSuppressed(e);
        }
    }

    private void rotate(Path file) throws IOException {
        if (limits.files() == 1) {
            Files.delete(file);
            return;
        }
        for (int number = limits.files() - 1; number > 1; number--) {
            Path younger = LedgerFiles.old(directory, number - 1);
            if (Files.exists(younger)) {
                Files.move(younger, LedgerFiles.old(directory, number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, LedgerFiles.old(directory, 1), StandardCopyOption.REPLACE_EXISTING);
    }

    private void failed(Exception e) {
        if (!failing) {
            failing = true;
            findings.accept(Finding.warning(
                    CODE,
                    "ledger in " + directory,
                    "decisions are made but not written down: " + reason(e),
                    "make the directory writable or free space; writing is tried again with every decision"));
        }
    }

    private void healed() {
        if (failing) {
            failing = false;
            findings.accept(Finding.ok(
                    CODE,
                    "ledger in " + directory,
                    "decisions are written down again; " + missed + (missed == 1 ? " is" : " are") + " missing"));
            missed = 0;
        }
    }

    private static String reason(Exception e) {
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be written";
        }
        if (e instanceof FileAlreadyExistsException file) {
            return file.getFile() + " is a file";
        }
        if (e instanceof FileSystemException file) {
            String reason = file.getReason();
            return file.getFile() + ": " + (reason == null ? file.getClass().getSimpleName() : reason);
        }
        return String.valueOf(e.getMessage());
    }
}
