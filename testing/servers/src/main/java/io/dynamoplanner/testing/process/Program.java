package io.dynamoplanner.testing.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a program to its end. */
public final class Program {
    private Program() {}

    /**
     * What a program left.
     *
     * @param exit 0 for success
     * @param text standard output, followed by standard error if it was asked for
     */
    public record Result(int exit, String text) {
        /** The text without white space around it. */
        public String orThrow(String what) {
            if (exit != 0) {
                throw new IllegalStateException(what + " failed with exit code " + exit + ":\n" + text);
            }
            return text.strip();
        }
    }

    /** Its standard error goes to that of the JVM: for programs that take long and tell about it. */
    public static Result runTalking(List<String> command) {
        return run(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /** Its standard error is a part of the result. */
    public static Result run(Path workingDirectory, List<String> command) {
        return run(
                new ProcessBuilder(command).directory(workingDirectory.toFile()).redirectErrorStream(true));
    }

    private static Result run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Result(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + builder.command() + " ran", e);
        }
    }
}
