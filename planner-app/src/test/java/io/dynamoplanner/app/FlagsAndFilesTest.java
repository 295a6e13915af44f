package io.dynamoplanner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planner flags beside a command's own options, and paths that cannot be used. */
class FlagsAndFilesTest {
    private static final Path CHAT = CommandLineRun.EXAMPLES.resolve("azure-chat");

    @TempDir
    private Path folder;

    @Test
    void theValueOfAPlannerFlagIsNotTakenForTheScenario() {
        CommandLineRun run = CommandLineRun.of(
                "simulate",
                "--ttft",
                "300",
                CHAT,
                "--quiet",
                "--rate-scale",
                "0.1",
                "--policies",
                "planner",
                "--out",
                folder.resolve("run"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("TTFT 300 ms");
    }

    @Test
    void anOldCommandLineIsConvertedAsTheHelpSays() {
        CommandLineRun run = CommandLineRun.of(
                "config", "convert", "--ttft=500", "--itl", "50", "--adjustment-interval=60", "--no-operation");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("ttft_ms: 500.0")
                .contains("itl_ms: 50.0")
                .contains("throughput_adjustment_interval_seconds: 60")
                .contains("advisory: true");
    }

    @Test
    void theConvertedFileIsAccepted() {
        Path converted = folder.resolve("planner.yaml");
        CommandLineRun.of("config", "convert", "--ttft=500", "--no-operation", "--out", converted);

        CommandLineRun run = CommandLineRun.of("config", "check", converted);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("OK");
    }

    @Test
    void advisoryWritesNothing() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "simulate",
                CHAT,
                "--advisory",
                "--quiet",
                "--rate-scale",
                "4",
                "--policies",
                "planner",
                "--out",
                folder.resolve("run"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("run").resolve("changes.csv")))
                .hasSize(1);
    }

    @Test
    void floorsThatDoNotFitTheClustersEnginesAreRefused() {
        CommandLineRun run =
                CommandLineRun.of("simulate", CHAT, "--max-gpu-budget", "3", "--quiet", "--out", folder.resolve("run"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("max_gpu_budget = 3").contains("8 GPUs");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aggregatedEnginesAreSizedByOursAndRefusedByTheOldArithmetic() {
        CommandLineRun ours = CommandLineRun.of(
                "simulate", CHAT, "--mode=agg", "--quiet", "--rate-scale", "1", "--out", folder.resolve("run"));
        CommandLineRun old = CommandLineRun.of(
                "plan",
                "--config",
                CommandLineRun.EXAMPLES.resolve("planner.yaml"),
                "--mode",
                "agg",
                "--compatibility",
                "1.0",
                "--requests",
                10,
                "--isl",
                100,
                "--osl",
                10);

        assertThat(ours.exitCode()).as(ours.err()).isZero();
        assertThat(ours.out()).contains("Planner").doesNotContain("Reference");
        assertThat(old.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(old.err()).contains("agg").hasLineCount(1);
    }

    @Test
    void aPathThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        CommandLineRun run = CommandLineRun.of(
                "config",
                "convert",
                "--ttft=500",
                "--out",
                file.resolve("below").resolve("x.yaml"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("file").hasLineCount(1);
    }

    @Test
    void aWarmUpTraceIsLearnedAndAMissingOneIsNamed() {
        CommandLineRun missing = CommandLineRun.of(
                "simulate",
                CHAT,
                "--quiet",
                "--policies",
                "planner",
                "--load-predictor-warmup-trace",
                "nope.csv",
                "--out",
                folder.resolve("run"));

        assertThat(missing.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(missing.err()).contains("nope.csv");
        assertThat(CommandLineRun.of(
                                "simulate",
                                CHAT,
                                "--quiet",
                                "--policies",
                                "planner",
                                "--rate-scale",
                                "0.1",
                                "--load-predictor-warmup-trace",
                                CHAT.resolve("trace.csv.gz"),
                                "--out",
                                folder.resolve("warm"))
                        .exitCode())
                .isZero();
    }
}
