package io.dynamoplanner.power.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.Main;
import io.dynamoplanner.power.state.StateLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return Main.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** Access to a cluster that is never asked for anything. */
    private String kubeconfig() throws IOException {
        return "--kubeconfig=" + Files.writeString(folder.resolve("kubeconfig"), """
                        current-context: c
                        contexts: [{name: c, context: {cluster: k, user: u}}]
                        clusters: [{name: k, cluster: {server: "http://127.0.0.1:1"}}]
                        users: [{name: u, user: {token: t}}]
                        """);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("--safe-default-watts", List.of("--node-name=n")),
                Arguments.of("--safe-default-watts", List.of("--node-name=n", "--safe-default-watts=0")),
                Arguments.of("--safe-default-watts", List.of("--node-name=n", "--safe-default-watts=-5")),
                Arguments.of("--safe-default-watts", List.of("--node-name=n", "--safe-default-watts=500W")),
                Arguments.of("--node-name", List.of("--safe-default-watts=500", "--node-name=")),
                Arguments.of("--node-name", List.of("--safe-default-watts=500", "--node-name= ")),
                Arguments.of(
                        "--allow-namespace",
                        List.of("--safe-default-watts=500", "--node-name=n", "--allow-namespace=A")),
                Arguments.of("--control", List.of("--safe-default-watts=500", "--node-name=n", "--control=x")),
                Arguments.of(
                        "--reconcile-interval",
                        List.of("--safe-default-watts=500", "--node-name=n", "--reconcile-interval=0")),
                Arguments.of("--raise-dwell", List.of("--safe-default-watts=500", "--node-name=n", "--raise-dwell=-1")),
                Arguments.of(
                        "--kubeconfig",
                        List.of("--safe-default-watts=500", "--node-name=n", "--kubeconfig=/nonexistent/config")),
                Arguments.of("--actuator", List.of("--safe-default-watts=500", "--node-name=n", "--actuator=x")),
                Arguments.of("--log-level", List.of("--safe-default-watts=500", "--node-name=n", "--log-level=loud")));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongInputIsToldWithItsRemedyBeforeAnythingIsTouched(String named, List<String> arguments) {
        var all = new ArrayList<>(List.of("run", "--state-dir=" + folder.resolve("state")));
        all.addAll(arguments);

        assertThat(run(all.toArray(new String[0]))).isEqualTo(2);

        assertThat(err()).contains(named);
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void aStateFolderThatCannotBeMadeIsToldWithItsRemedy() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        for (Path state : List.of(file, file.resolve("x"))) {
            assertThat(run("run", kubeconfig(), "--safe-default-watts=500", "--node-name=n", "--state-dir=" + state))
                    .isEqualTo(2);
        }

        assertThat(err()).contains("--state-dir").contains("outlives the pod");
    }

    @Test
    void aSecondAgentOnANodeIsRefused() throws IOException {
        Path state = Files.createDirectories(folder.resolve("state"));
        try (StateLock first = StateLock.take(state)) {
            assertThat(run("run", kubeconfig(), "--safe-default-watts=500", "--node-name=n", "--state-dir=" + state))
                    .as(first.toString())
                    .isEqualTo(2);
        }

        assertThat(err()).contains("--state-dir").contains("another agent");
    }

    @Test
    void theDemonstrationShowsWhatTheAgentDoes() {
        assertThat(run("demo")).isZero();

        assertThat(out())
                .contains("set to 480 W", "somebody else changed the limit")
                .contains("wait, then 480 W", "emergency, by the operator", "given back", "leave alone");
    }

    @Test
    void withoutAGpuInspectSaysWhatIsMissing() {
        int status = run(
                "inspect",
                "--node-name=",
                "--log-level=off",
                "--nvml-library=" + folder.resolve("libnvidia-ml.so.1"),
                "--state-dir=" + folder.resolve("state"));

        assertThat(status).isEqualTo(1);
        assertThat(out()).contains("libnvidia-ml.so.1 cannot be loaded");
        assertThat(folder.resolve("state")).doesNotExist();
    }

    @Test
    void theBenchMeasures() {
        assertThat(run("bench", "--churn=1s", "--rest=1", "--pods=9")).isZero();

        assertThat(out()).contains("annotation to limit: median", "0 writes to boards", "resident memory");
    }

    @Test
    void switchesNeedAConfigMap() {
        assertThat(run("drill", "--watts=0")).isEqualTo(2);
        assertThat(err()).contains("--watts");
    }

    @Test
    void helpNamesAllCommands() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("run", "inspect", "demo", "drill", "release", "bench");
    }
}
