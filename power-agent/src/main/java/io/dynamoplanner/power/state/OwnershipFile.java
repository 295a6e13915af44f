package io.dynamoplanner.power.state;

import io.dynamoplanner.power.cap.Owned;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@value #NAME}: boards that are ours, by UUID.
 *
 * <pre>{@code
 *   { "version": 2,
 *     "gpus": { "GPU-...": { "priorLimitMw": 700000, "appliedMw": 480000, "since": "...", "writtenAt": "...", "pods": [] } },
 *     "managed_uuids": ["GPU-..."] }
 * }</pre>
 *
 * <p>{@code managed_uuids} alone is the first version of the format, which is read as well. The file is replaced in one step
 * and is on the disk when a write returns.
 */
public final class OwnershipFile {
    /** The name inside the state directory. */
    public static final String NAME = "managed_gpus.json";

    private final Path directory;
    private final Path file;
    private final Step.Listener steps;

    public OwnershipFile(Path directory, Step.Listener steps) {
        this.directory = directory;
        this.file = directory.resolve(NAME);
        this.steps = steps;
    }

    /** What the file says. Not to understand it is not the same as to own nothing. */
    public sealed interface Contents {
        /** The boards that are ours. */
        record Known(Map<String, Owned> boards) implements Contents {
            public Known {
                boards = Map.copyOf(boards);
            }
        }

        /** The file is there and cannot be used; the reason names the file and the remedy. */
        record Unusable(String why) implements Contents {}
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** Reads the file. */
    public Contents read() {
        try {
            String text = Files.readString(file);
            return new Contents.Known(
                    OwnershipJson.read(text, Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException e) {
            return new Contents.Known(Map.of());
        } catch (OwnershipJson.Unusable e) {
            return unusable(String.valueOf(e.getMessage()));
        } catch (IOException | DateTimeException | ArithmeticException e) {
            return unusable("cannot be read (" + e.getMessage() + ")");
        }
    }

    private Contents unusable(String what) {
        return new Contents.Unusable(
                file + " " + what + "; it says which boards are limited and what to put back, so it is"
                        + " left as it is and no limit is changed: repair it, or set the limits right by hand (nvidia-smi -pl) and"
                        + " delete it");
    }

    /**
     * Replaces the file.
     *
     * @return what went wrong, with the remedy; empty if it is on the disk
     */
    public Optional<String> write(Map<String, Owned> boards) {
        try {
            Files.createDirectories(directory);
            Path fresh = file.resolveSibling(NAME + ".tmp");
            write(fresh, OwnershipJson.write(boards));
            steps.reached(Step.FILE_WRITTEN);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            steps.reached(Step.FILE_RENAMED);
            force(directory);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(file + " cannot be written (" + e.getMessage()
                    + "); make the directory writable and free space on its disk");
        }
    }

    private static void write(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** The name of a file is part of its directory; without this a power loss may bring the old file back. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
