package io.dynamoplanner.data.ledger;

import io.dynamoplanner.data.file.LineSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/**
 * The files of a ledger: {@code ledger.jsonl}, which is written to, and before it {@code ledger.1.jsonl} to {@code
 * ledger.N.jsonl}, of which the one with the largest number is the oldest.
 */
public final class LedgerFiles {
    private static final String NAME = "ledger";
    private static final String SUFFIX = ".jsonl";
    /** Progress is told every so many lines. */
    private static final int TOLD_EVERY = 256;

    private LedgerFiles() {}

    /** The file that is written to. */
    static Path current(Path directory) {
        return directory.resolve(NAME + SUFFIX);
    }

    /** A file that is full; 1 is the newest of them. */
    static Path old(Path directory, int number) {
        return directory.resolve(NAME + "." + number + SUFFIX);
    }

    /**
     * Reads a ledger from its oldest line to its newest.
     *
     * @param ledger a file, plain or gzip, or a directory of ledger files
     * @param to told of every record
     * @param progress told how much is done, from 0 to 1
     * @return what is worth telling about the lines
     * @throws LedgerException if there is no ledger or it cannot be used
     */
    public static List<String> read(Path ledger, Consumer<LedgerRecord> to, DoubleConsumer progress) {
        List<Path> files = find(ledger);
        var reader = new LedgerReader(to);
        double size = Math.max(1, size(files));
        long done = 0;
        for (Path file : files) {
            try (LineSource source = LineSource.open(file, LedgerException::about)) {
                while (source.next()) {
                    reader.line(file, source.line(), source.text());
                    done += source.end() - source.start();
                    if (source.line() % TOLD_EVERY == 0) {
                        progress.accept(Math.min(1, done / size));
                    }
                }
            }
        }
        reader.end(ledger);
        progress.accept(1);
        return reader.notes();
    }

    private static List<Path> find(Path ledger) {
        if (!Files.isDirectory(ledger)) {
            return List.of(ledger);
        }
        var files = new ArrayList<Path>();
        for (int number = 1; Files.exists(old(ledger, number)); number++) {
            files.add(0, old(ledger, number));
        }
        if (Files.exists(current(ledger))) {
            files.add(current(ledger));
        }
        if (files.isEmpty()) {
            throw LedgerException.about(
                    ledger, 0, "holds no " + NAME + SUFFIX + "; give a ledger file or the directory of one");
        }
        return files;
    }

    private static long size(List<Path> files) {
        long size = 0;
        for (Path file : files) {
            try {
                size += Files.exists(file) ? Files.size(file) : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return size;
    }
}
