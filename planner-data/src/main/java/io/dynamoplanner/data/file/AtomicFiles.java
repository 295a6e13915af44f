package io.dynamoplanner.data.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Writes files that are there whole or not at all: to a hidden sibling first, which is then renamed. A failure, an
 * exception in the writer or Ctrl-C leaves the old file as it was and removes the sibling.
 *
 * <p>A target that is a link is written through; one that is no regular file (a pipe, {@code /dev/stdout}) is written
 * directly. Missing parent directories are made.
 */
public final class AtomicFiles {
    private AtomicFiles() {}

    /** Produces the content of a file; need not close the stream. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    public static void writeString(Path target, String text) throws IOException {
        writeBytes(target, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void writeBytes(Path target, byte[] bytes) throws IOException {
        write(target, out -> out.write(bytes));
    }

    public static void write(Path target, Content content) throws IOException {
        boolean exists = Files.exists(target);
        Path file = exists ? target.toRealPath() : target.toAbsolutePath();
        if (Files.isDirectory(file) || file.getFileName() == null) {
            throw new FileSystemException(target.toString(), null, "is a directory; give a file name");
        }
        if (exists && !Files.isRegularFile(file)) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                content.writeTo(out);
            }
            return;
        }
        Path directory = Objects.requireNonNull(file.getParent());
        Files.createDirectories(directory);
        Path unfinished = Unfinished.reserve(directory, file.getFileName().toString());
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(unfinished, StandardOpenOption.CREATE_NEW), 1 << 16)) {
                content.writeTo(out);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Unfinished.finished(unfinished);
        } finally {
            Unfinished.discard(unfinished);
        }
    }
}
