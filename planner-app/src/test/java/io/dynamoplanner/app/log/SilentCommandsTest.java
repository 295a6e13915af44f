package io.dynamoplanner.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that log nothing do not pay for it: they run for less than a second, and logging takes a fifth of one. */
class SilentCommandsTest {

    @Test
    void planningDoesNotLoadTheLoggingLibrary(@TempDir Path folder) throws IOException, InterruptedException {
        Path loaded = folder.resolve("loaded.txt");
        Process planner = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load:file=" + loaded,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.dynamoplanner.app.Main",
                        "plan",
                        "--config",
                        Path.of("..", "examples", "planner.yaml").toString(),
                        "--requests=18000",
                        "--isl=3000",
                        "--osl=150"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();

        assertThat(planner.waitFor())
                .as(Files.readString(folder.resolve("out.txt")))
                .isZero();
        assertThat(Files.readAllLines(loaded))
                .anyMatch(line -> line.contains("io.dynamoplanner.app.Main "))
                .noneMatch(line -> line.contains("org.slf4j.") || line.contains("ch.qos.logback."));
    }
}
