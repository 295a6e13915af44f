package io.dynamoplanner.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A server in a process of its own that never outlives this JVM.
 *
 * <p>A shutdown hook is not enough: a JVM that is killed runs none. So the server has a small guard beside it, which
 * reads from a pipe of this JVM. The pipe ends with the JVM, however that ends, and then the guard kills the server.
 */
public final class ServerProcess implements AutoCloseable {
    /** The shell becomes the server, so its process id, {@code $$}, is the server's. */
    private static final String GUARDED =
            "exec 3<&0; (read -r line <&3; kill -9 $$ 2>/dev/null) & exec \"$@\" 3<&- </dev/null";

    private static final int LOG_TAIL_CHARS = 3_000;
    private static final int STOP_SECONDS = 10;

    private final String name;
    private final Path log;
    private final Process process;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a program of the local machine; its output goes to {@code <name>.log} in the folder.
     *
     * @param folder its working directory
     * @throws UncheckedIOException if there is no POSIX shell
     */
    public static ServerProcess start(String name, Path folder, List<String> command) {
        var guarded = new ArrayList<>(List.of("sh", "-c", GUARDED, name));
        guarded.addAll(command);
        Path log = folder.resolve(name + ".log");
        try {
            Process process = new ProcessBuilder(guarded)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ServerProcess(name, log, process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** The operating system's id of the server. */
    public long pid() {
        return process.pid();
    }

    /** Whether the server runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Asks the server to end, as an operating system does before it kills, and waits for that.
     *
     * @return its exit code; empty if it still runs when the time is over
     */
    public OptionalInt terminate(Duration patience) {
        // Not through the process itself: that would close its pipe, and the guard would kill it.
        process.toHandle().destroy();
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ended", e);
        }
    }

    /** All that the server has printed so far. */
    public String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + name, e);
        }
    }

    /** The last lines of what the server has printed so far. */
    public String logTail() {
        String text = output();
        return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARS));
    }

    /** What to throw when the server did not do what it should; has the end of its log. */
    public IllegalStateException failure(String what) {
        return new IllegalStateException(name + " " + what + "; the end of its log:\n" + logTail());
    }

    /** Kills the server and waits until it is gone. */
    @Override
    public void close() {
        try {
            // Through the guard, which thereby ends too and cannot later meet somebody else's process with this id.
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
