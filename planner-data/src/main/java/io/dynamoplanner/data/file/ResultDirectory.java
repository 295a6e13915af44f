package io.dynamoplanner.data.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of one run, collected out of sight and published together.
 *
 * <p>A directory that does not exist yet appears by one rename, complete. In one that an earlier run published, each file
 * is replaced by a rename and files that only the earlier run had are removed, so that results of two runs are never
 * mixed. A directory with anything else in it is refused. Without {@link #publish()}, and when the process is stopped,
 * nothing remains.
 */
public final class ResultDirectory implements AutoCloseable {
    /** Lists the published files, and so tells a directory of ours. */
    private static final String MANIFEST = ".planner-files";

    private final Path target;
    private final boolean exists;
    private final Path unfinished;
    private final SortedSet<String> names = new TreeSet<>();
    private boolean done;

    private ResultDirectory(Path target, boolean exists, Path unfinished) {
        this.target = target;
        this.exists = exists;
        this.unfinished = unfinished;
    }

    /**
     * @throws FileAlreadyExistsException if the target is a file, or a directory with files that are not ours
     */
    public static ResultDirectory open(Path target) throws IOException {
        boolean exists = Files.exists(target);
        Path directory = exists ? target.toRealPath() : target.toAbsolutePath().normalize();
        if (exists) {
            refuseForeign(target, directory);
        }
        // In an existing directory the files wait inside it, for only there a rename is sure to stay on one file
        // system.
        Path parent = exists ? directory : Objects.requireNonNull(directory.getParent());
        Files.createDirectories(parent);
        Path unfinished = Unfinished.reserve(parent, "planner-results");
        Files.createDirectory(unfinished);
        return new ResultDirectory(directory, exists, unfinished);
    }

    private static void refuseForeign(Path target, Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new FileAlreadyExistsException(target.toString(), null, "is a file; give a directory");
        }
        if (Files.exists(directory.resolve(MANIFEST))) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            // What a killed run left is no one's work.
            if (entries.anyMatch(entry -> !entry.getFileName().toString().startsWith(".planner-results."))) {
                throw new FileAlreadyExistsException(
                        target.toString(), null, "holds files that the planner did not write; give a new directory");
            }
        }
    }

    /**
     * Where to write a file of this run; it may be in a subdirectory.
     *
     * @param name relative path, with {@code /} between its parts
     */
    public Path file(String name) throws IOException {
        Path path = unfinished.resolve(name);
        if (!isInside(name) || name.equals(MANIFEST)) {
            throw new IllegalArgumentException("not the name of a result file: " + name);
        }
        names.add(name);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        return path;
    }

    public void writeString(String name, String text) throws IOException {
        Files.writeString(file(name), text, StandardCharsets.UTF_8);
    }

    public void write(String name, AtomicFiles.Content content) throws IOException {
        AtomicFiles.write(file(name), content);
    }

    /** Makes the files visible under the target and returns it. */
    public Path publish() throws IOException {
        Files.writeString(unfinished.resolve(MANIFEST), String.join("\n", names) + "\n", StandardCharsets.UTF_8);
        if (exists) {
            replaceOneByOne();
        } else {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        }
        done = true;
        Unfinished.finished(unfinished);
        return target;
    }

    private void replaceOneByOne() throws IOException {
        Path manifest = target.resolve(MANIFEST);
        List<String> before = Files.exists(manifest) ? Files.readAllLines(manifest, StandardCharsets.UTF_8) : List.of();
        for (String name : names) {
            Path file = target.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            move(unfinished.resolve(name), file);
        }
        for (String name : before) {
            if (!name.isEmpty()
                    && !names.contains(name)
                    && isInside(name)
                    && !Files.isDirectory(target.resolve(name))) {
                Files.deleteIfExists(target.resolve(name));
            }
        }
        move(unfinished.resolve(MANIFEST), manifest);
        Unfinished.discard(unfinished);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether a name stays below the directory that it is relative to. */
    private static boolean isInside(String name) {
        Path path = Path.of(name);
        boolean climbs = false;
        for (Path part : path) {
            climbs |= part.toString().isEmpty()
                    || part.toString().equals("..")
                    || part.toString().equals(".");
        }
        return !path.isAbsolute() && !climbs;
    }

    /** Removes everything that was not published. */
    @Override
    public void close() throws IOException {
        if (!done) {
            Unfinished.discard(unfinished);
        }
    }
}
