package io.dynamoplanner.power.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

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

    private static final int VERSION = 2;
    private static final String UUIDS = "managed_uuids";
    private static final String BOARDS = "gpus";

    private final Path directory;
    private final Path file;
    private final Step.Listener steps;
    private final ObjectMapper json = new ObjectMapper();

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
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return new Contents.Known(Map.of());
        } catch (IOException | DateTimeException | ArithmeticException e) {
            return unusable("cannot be read (" + e.getMessage() + ")");
        }
    }

    private Contents parse(String text) throws IOException {
        JsonNode root = json.readTree(text);
        if (!(root instanceof ObjectNode)) {
            return unusable("holds no JSON object");
        }
        int version = root.path("version").asInt(root.has("version") ? 0 : 1);
        if (version != 1 && version != VERSION) {
            return unusable("has version " + root.path("version") + ", which another release wrote");
        }
        if (!root.path(UUIDS).isArray()
                || (version == VERSION && !root.path(BOARDS).isObject())) {
            return unusable("lacks the list \"" + UUIDS + "\" or the object \"" + BOARDS + "\"");
        }
        Instant modified = Files.getLastModifiedTime(file).toInstant();
        var boards = new TreeMap<String, Owned>();
        for (JsonNode uuid : root.path(UUIDS)) {
            if (uuid.isTextual()) {
                boards.put(uuid.asText(), owned(root.path(BOARDS).path(uuid.asText()), modified));
            }
        }
        return new Contents.Known(boards);
    }

    private static Owned owned(JsonNode board, Instant modified) {
        Set<String> pods = new LinkedHashSet<>();
        board.path("pods").forEach(pod -> pods.add(pod.asText()));
        return new Owned(
                number(board, "priorLimitMw"),
                number(board, "appliedMw"),
                number(board, "intendedMw"),
                instant(board, "since", modified),
                instant(board, "writtenAt", modified),
                board.path("byEmergency").asBoolean(false),
                pods);
    }

    private static OptionalLong number(JsonNode board, String name) {
        return board.path(name).isIntegralNumber()
                ? OptionalLong.of(board.path(name).asLong())
                : OptionalLong.empty();
    }

    private static Instant instant(JsonNode board, String name, Instant absent) {
        return board.has(name) ? Instant.parse(board.path(name).asText()) : absent;
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
            write(fresh, json.writeValueAsBytes(tree(boards)));
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

    private ObjectNode tree(Map<String, Owned> boards) {
        ObjectNode root = json.createObjectNode().put("version", VERSION);
        ObjectNode gpus = root.putObject(BOARDS);
        var uuids = root.putArray(UUIDS);
        new TreeMap<>(boards).forEach((uuid, owned) -> {
            uuids.add(uuid);
            ObjectNode board = gpus.putObject(uuid);
            owned.priorMilliwatts().ifPresent(limit -> board.put("priorLimitMw", limit));
            owned.appliedMilliwatts().ifPresent(limit -> board.put("appliedMw", limit));
            owned.intendedMilliwatts().ifPresent(limit -> board.put("intendedMw", limit));
            board.put("since", owned.since().toString());
            board.put("writtenAt", owned.writtenAt().toString());
            board.put("byEmergency", owned.byEmergency());
            var pods = board.putArray("pods");
            owned.podUids().stream().sorted().forEach(pods::add);
        });
        return root;
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
