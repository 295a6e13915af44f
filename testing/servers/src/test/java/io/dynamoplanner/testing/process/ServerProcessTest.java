package io.dynamoplanner.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerProcessTest {
    private static final List<String> LONG = List.of("sleep", "1000");

    @TempDir
    private Path folder;

    /** Runs in a JVM of its own: starts a server, tells its process id and waits for its own end. */
    public static final class Killed {
        private Killed() {}

        public static void main(String[] args) throws IOException {
            ServerProcess server = ServerProcess.start("sleeper", Path.of(args[0]), LONG);
            System.out.println(server.pid());
            System.exit(System.in.read());
        }
    }

    @Test
    void aServerEndsWithItsJvmEvenIfThatIsKilled() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process jvm = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Killed.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jvm.inputReader()) {
            long pid = Long.parseLong(output.readLine());
            assertThat(isAlive(pid)).isTrue();
            jvm.destroyForcibly();
            Await.until("end of the server", () -> !isAlive(pid));
        }
    }

    @Test
    void aClosedServerIsGone() {
        ServerProcess server = ServerProcess.start("sleeper", folder, LONG);
        assertThat(isAlive(server.pid())).isTrue();
        server.close();
        assertThat(isAlive(server.pid())).isFalse();
    }

    @Test
    void aFailureTellsWhatTheServerSaid() {
        try (var server = ServerProcess.start("broken", folder, List.of("sh", "-c", "echo no such flag; exit 1"))) {
            Await.until("end of the server", () -> !server.isAlive());
            assertThat(server.failure("ended"))
                    .hasMessageContaining("broken ended")
                    .hasMessageContaining("no such flag");
        }
    }

    @Test
    void aStartIsTriedOnAnotherPortWhenItsPortIsTaken() {
        var attempts = new AtomicInteger();
        int port = FreePort.with(candidate -> {
            if (attempts.incrementAndGet() < 3) {
                throw new FreePort.TakenException(new IllegalStateException("address already in use"));
            }
            return candidate;
        });
        assertThat(attempts).hasValue(3);
        assertThat(port).isPositive();
    }

    @Test
    void aStartThatFailsOtherwiseIsNotRepeated() {
        var attempts = new AtomicInteger();
        assertThatThrownBy(() -> FreePort.with(port -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("no such flag");
                }))
                .hasMessage("no such flag");
        assertThat(attempts).hasValue(1);
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
