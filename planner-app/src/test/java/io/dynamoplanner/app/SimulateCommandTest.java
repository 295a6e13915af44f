package io.dynamoplanner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    @TempDir
    private Path folder;

    private static CommandLineRun chat(Path out, Object... more) {
        var words = new Object[more.length + 7];
        Object[] first = {
            "simulate", CommandLineRun.EXAMPLES.resolve("azure-chat"), "--quiet", "--rate-scale", "0.5", "--out", out
        };
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return CommandLineRun.of(words);
    }

    private static Map<String, String> files(Path directory) throws IOException {
        var contents = new TreeMap<String, String>();
        try (Stream<Path> list = Files.list(directory)) {
            for (Path file : list.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return contents;
    }

    @Test
    void printsTheTableAndTheReportsPathLast() {
        CommandLineRun run = chat(folder.resolve("run"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Planner")
                .contains("Reference 1.0")
                .contains("Static peak")
                .contains("Static mean");
        assertThat(run.out().strip().lines().reduce((a, b) -> b))
                .contains("Report: " + folder.resolve("run").resolve("report.html"));
        assertThat(folder.resolve("run")).isDirectoryContaining("glob:**/{report.html}");
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        chat(folder.resolve("a"), "--seed", 7);
        chat(folder.resolve("b"), "--seed", 7);

        assertThat(files(folder.resolve("a"))).isEqualTo(files(folder.resolve("b")));
    }

    @Test
    void anotherSeedGivesOtherBytes() throws IOException {
        chat(folder.resolve("a"), "--seed", 7);
        chat(folder.resolve("b"), "--seed", 8);

        assertThat(files(folder.resolve("a")).get("result.json"))
                .isNotEqualTo(files(folder.resolve("b")).get("result.json"));
    }

    @Test
    void onlyTheNamedPoliciesRun() throws IOException {
        chat(folder.resolve("run"), "--policies", "planner,static-mean");

        assertThat(Files.readAllLines(folder.resolve("run").resolve("summary.csv")))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("\"planner\","))
                .anyMatch(line -> line.startsWith("\"static-mean\","));
    }

    @Test
    void aWrongTraceLeavesNothingBehind() throws IOException {
        Path trace = folder.resolve("trace.csv");
        Files.write(trace, List.of("timestamp_s,isl,osl", "0.5,100,20", "1.5,-7,20"));

        CommandLineRun run = chat(folder.resolve("run"), "--trace", trace);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("trace.csv:3").contains("-7").hasLineCount(1);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(trace);
        }
    }

    @Test
    void aForeignDirectoryIsNotOverwritten() throws IOException {
        Path precious = folder.resolve("precious.txt");
        Files.writeString(precious, "mine");

        CommandLineRun run = chat(folder);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(precious).hasContent("mine");
    }

    @Test
    void withoutAScenarioTheNextStepIsTold() {
        CommandLineRun run = CommandLineRun.of("simulate");

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("planner simulate examples/azure-chat");
    }
}
