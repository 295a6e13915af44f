package io.dynamoplanner.power.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.attribution.NodePods;
import io.dynamoplanner.power.cap.Emergency;
import io.dynamoplanner.power.device.FakeNvml;
import io.dynamoplanner.power.device.NvmlBoards;
import io.dynamoplanner.power.state.OwnershipFile;
import io.dynamoplanner.power.state.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real process with a real library is killed, or told to end, at every step. The promise: a board is at its prior limit or
 * still known to be ours, and the next start gives it back.
 */
class CrashTest {
    private static final int KILL = 9;
    private static final int TERM = 15;

    @TempDir
    private static Path built;

    private static Path library;

    @TempDir
    private Path folder;

    @BeforeAll
    static void compile() {
        library = FakeNvml.library(built);
    }

    private static Stream<Arguments> steps() {
        return Stream.of(Step.values()).flatMap(step -> Stream.of(Arguments.of(step, KILL), Arguments.of(step, TERM)));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void nothingIsLost(Step step, int signal) throws Exception {
        FakeNvml driver = FakeNvml.in(folder).board(0, Map.of("pids", "100"));
        process(100);

        int exit = run(step, signal);

        assertThat(exit).as("ended by the signal").isEqualTo(128 + signal);
        boolean prior = driver.value(0, "limit").equals("700000");
        assertThat(prior || owned().contains("GPU-00000000"))
                .as("at its prior limit, or ours")
                .isTrue();
        if (signal == TERM) {
            assertThat(prior).as("given back at the end").isTrue();
        }

        driver.board(0, Map.of("limit", driver.value(0, "limit")));
        try (NvmlBoards boards = NvmlBoards.of(library.toString())) {
            Cluster nobody = () -> new ClusterView("", NodePods.of(List.of()), Emergency.off(), false);
            CrashingAgent.agent(folder, boards, nobody, Step.Listener.none()).pass();
        }
        assertThat(driver.value(0, "limit")).isEqualTo("700000");
        assertThat(owned()).isEmpty();
    }

    private void process(int pid) throws IOException {
        Path process = Files.createDirectories(folder.resolve("proc").resolve(Integer.toString(pid)));
        Files.writeString(process.resolve("cgroup"), "0::/kubepods/burstable/pod" + CrashingAgent.POD + "/x\n");
        Files.writeString(process.resolve("stat"), pid + " (x) S");
    }

    private Set<String> owned() {
        var contents = new OwnershipFile(folder.resolve("state"), Step.Listener.none()).read();
        return ((OwnershipFile.Contents.Known) contents).boards().keySet();
    }

    private int run(Step step, int signal) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingAgent.class.getName()));
        command.addAll(List.of(library.toString(), folder.toString(), step.name(), Integer.toString(signal)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile());
        builder.environment().put("FAKE_NVML_DIR", folder.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as(Files.readString(folder.resolve("child.log")))
                .isTrue();
        return process.exitValue();
    }
}
