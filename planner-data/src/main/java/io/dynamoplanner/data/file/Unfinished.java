package io.dynamoplanner.data.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Temporary files and directories that are being written. What is still here when the process is told to stop (Ctrl-C,
 * SIGTERM, exit) is removed; only a kill that no process sees leaves it, under a hidden name.
 *
 * <p>Static because the process has one end.
 */
final class Unfinished {
    private static final Set<Path> PATHS = ConcurrentHashMap.newKeySet();
    private static final AtomicLong NUMBER = new AtomicLong();
    private static volatile boolean stopping;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::removeAll, "remove-unfinished-files"));
        } catch (IllegalStateException e) {
            stopping = true;
        }
    }

    private Unfinished() {}

    /** A hidden path in {@code directory} that no other process of this machine is likely to choose. */
    static Path reserve(Path directory, String name) throws IOException {
        if (stopping) {
            throw new IOException("nothing more is written: the process is stopping");
        }
        while (true) {
            Path path = directory.resolve(
                    "." + name + "." + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet() + ".tmp");
            if (!Files.exists(path)) {
                PATHS.add(path);
                return path;
            }
        }
    }

    static void finished(Path path) {
        PATHS.remove(path);
    }

    /** Removes what was reserved, with all that is in it. */
    static void discard(Path path) throws IOException {
        if (!Files.exists(path)) {
            PATHS.remove(path);
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
        PATHS.remove(path);
    }

    private static void removeAll() {
        stopping = true;
        // The writing thread still runs, so a directory can get another file while it is being emptied.
        for (int attempt = 0; attempt < 5 && !PATHS.isEmpty(); attempt++) {
            List.copyOf(PATHS).forEach(Unfinished::tryDiscard);
        }
    }

    private static void tryDiscard(Path path) {
        try {
            discard(path);
        } catch (IOException e) {
            // It stays on the list for the next attempt; after the last there is no one left to tell.
            return;
        }
    }
}
