package io.dynamoplanner.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code planner explain} and {@code planner replay} as they are called. */
class LedgerCommandsTest {
    private static final Path OLD = Path.of("src", "test", "resources", "ledger", "without-a-header.jsonl.gz");
    private static final Path PROFILE =
            CommandLineRun.EXAMPLES.resolve("profiles").resolve("h100_llama3.1-70b-fp8_tp4_estimated");
    private static final String OLD_CONFIG = """
            {"mode": "disagg", "optimization_target": "sla", "ttft_ms": 1000, "itl_ms": 40, "load_predictor": "kalman",
             "throughput_adjustment_interval_seconds": 60, "max_gpu_budget": 128, "min_endpoint": 1,
             "startup_seconds": 45}""";

    @TempDir
    private static Path run;

    @TempDir
    private Path folder;

    @BeforeAll
    static void simulate() {
        CommandLineRun simulated = CommandLineRun.of(
                "simulate",
                CommandLineRun.EXAMPLES.resolve("azure-chat"),
                "--quiet",
                "--policies",
                "planner",
                "--out",
                run.resolve("chat"));
        assertThat(simulated.exitCode()).as(simulated.err()).isZero();
    }

    private static Path ledger() {
        return run.resolve("chat").resolve("ledger.jsonl");
    }

    private static void assertRefused(CommandLineRun refused, String... parts) {
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(refused.err()).startsWith("planner: ").contains(parts).hasLineCount(1);
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void aSimulationsLastDecisionIsExplained() {
        CommandLineRun explained = CommandLineRun.of("explain", "--ledger", run.resolve("chat"));

        assertThat(explained.exitCode()).as(explained.err()).isZero();
        assertThat(explained.out())
                .startsWith("Decision 20260101T004000Z-0041")
                .contains("prefill")
                .contains("decode")
                .contains("without it");
        assertThat(explained.err()).isEmpty();
    }

    @Test
    void aSimulationsLedgerIsReplayed() {
        CommandLineRun replayed = CommandLineRun.of("replay", "--ledger", ledger(), "--quiet");

        assertThat(replayed.exitCode()).as(replayed.err() + replayed.out()).isZero();
        assertThat(replayed.out()).startsWith("41 decisions");
    }

    @Test
    void aChangeIsShownAsATable() {
        CommandLineRun changed =
                CommandLineRun.of("replay", "--ledger", ledger(), "--set", "max_gpu_budget=40", "--quiet");

        assertThat(changed.exitCode()).as(changed.err()).isZero();
        assertThat(changed.out())
                .startsWith("max_gpu_budget: 128")
                .contains("GPU budget")
                .contains(" of 41 decisions");
    }

    @Test
    void aDifferenceEndsWithExitCodeOne() throws IOException {
        Path changed = Files.writeString(
                folder.resolve("ledger.jsonl"),
                Files.readString(ledger()).replaceFirst("\"itl_ms\":40.0", "\"itl_ms\":41.0"));

        CommandLineRun replayed = CommandLineRun.of("replay", "--ledger", changed, "--quiet");

        assertThat(replayed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(replayed.out())
                .contains("do not come out")
                .contains("recorded")
                .contains("derived");
        assertThat(replayed.err()).isEmpty();
    }

    @Test
    void anUnfinishedLastLineIsANote() throws IOException {
        String text = Files.readString(ledger());
        Path torn = Files.writeString(folder.resolve("ledger.jsonl"), text.substring(0, text.length() - 100));

        CommandLineRun replayed = CommandLineRun.of("replay", "--ledger", torn, "--quiet");

        assertThat(replayed.exitCode()).isZero();
        assertThat(replayed.out()).startsWith("40 decisions");
        assertThat(replayed.err())
                .startsWith("note: ")
                .contains("ledger.jsonl:42")
                .hasLineCount(1);
    }

    @Test
    void aLedgerWithoutAHeaderAsksForConfigurationAndProfile() {
        assertRefused(CommandLineRun.of("replay", "--ledger", OLD, "--quiet"), "no header", "--config", "--profile");

        CommandLineRun replayed =
                CommandLineRun.of("replay", "--ledger", OLD, "--config", OLD_CONFIG, "--profile", PROFILE, "--quiet");

        // it was recorded by a release that knew no errors of earlier forecasts: it is read, and what differs is told
        assertThat(replayed.exitCode()).as(replayed.out() + replayed.err()).isEqualTo(ExitCode.FAILED);
        assertThat(replayed.out())
                .contains("of 14 decisions")
                .contains("recorded")
                .contains("derived");
    }

    @Test
    void aLedgerWithoutAHeaderIsExplainedAsRecorded() {
        CommandLineRun explained = CommandLineRun.of("explain", "--ledger", OLD, "--id", "5");

        assertThat(explained.exitCode()).as(explained.err()).isZero();
        assertThat(explained.out())
                .startsWith("Decision 5, 2026-01-01 00:04:00 UTC")
                .contains("has no header");
    }

    @Test
    void filesThatAreNoLedgerAreToldInOneLine() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "");
        Path other = Files.writeString(folder.resolve("other.jsonl"), "{\"level\": \"info\"}\n");
        for (String command : List.of("explain", "replay")) {
            assertRefused(CommandLineRun.of(command, "--ledger", folder.resolve("none")), "none", "does not exist");
            assertRefused(CommandLineRun.of(command, "--ledger", folder), "holds no ledger.jsonl");
            assertRefused(CommandLineRun.of(command, "--ledger", empty), "empty.jsonl", "holds no decision");
            assertRefused(CommandLineRun.of(command, "--ledger", other), "other.jsonl:1", "is not a line of a ledger");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "max_gpu_budget, is no change",
        "=3, is no change",
        "max_gpu_budgt=3, did you mean 'max_gpu_budget'",
        "max_gpu_budget=many, field 'max_gpu_budget'",
        "max_gpu_budget=1, field 'max_gpu_budget'",
        "mode=agg, --set mode"
    })
    void wrongChangesNameTheField(String change, String message) {
        assertRefused(CommandLineRun.of("replay", "--ledger", ledger(), "--set", change, "--quiet"), message);
    }

    @Test
    void questionsThatContradictThemselvesAreRefused() {
        assertRefused(CommandLineRun.of("explain", "--ledger", ledger(), "--last", 0), "--last 0");
        assertRefused(CommandLineRun.of("explain", "--ledger", ledger(), "--last", 2, "--id", "x"), "--id");
        assertRefused(CommandLineRun.of("explain", "--ledger", ledger(), "--from", "http://x"), "--from http://x");
        assertRefused(CommandLineRun.of("explain", "--ledger", ledger(), "--id", "x"), "--id x", "0001", "0041");
        assertRefused(CommandLineRun.of("explain", "--ledger", ledger(), "--role", "encode"), "prefill and decode");
        assertRefused(
                CommandLineRun.of("replay", "--ledger", ledger(), "--set", "ttft_ms=1", "--set", "ttft_ms=2"), "twice");
        assertRefused(
                CommandLineRun.of("replay", "--ledger", ledger(), "--config", OLD_CONFIG, "--quiet"),
                "--config",
                "--set");
        assertThat(CommandLineRun.of("replay").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void aRunningPlannerIsAsked() throws IOException {
        var asked = new AtomicReference<>("");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = Files.readAllBytes(ledger());
        server.createContext("/decisions", exchange -> {
            asked.set(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/nothing", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort();

            CommandLineRun explained = CommandLineRun.of("explain", "--from", address, "--last", 2);

            assertThat(explained.exitCode()).as(explained.err()).isZero();
            assertThat(explained.out())
                    .startsWith("Decision 20260101T003900Z-0040")
                    .contains("without it");
            assertThat(asked.get()).isEqualTo("/decisions?last=2");

            CommandLineRun.of("explain", "--from", address + "/decisions?graph=a/b", "--last", 3);
            assertThat(asked.get()).isEqualTo("/decisions?graph=a/b&last=3");

            CommandLineRun.of("explain", "--from", address, "--id", "20260101T003900Z-0040");
            assertThat(asked.get()).isEqualTo("/decisions");

            assertRefused(CommandLineRun.of("explain", "--from", address + "/nothing"), "has decided nothing yet");
            assertRefused(CommandLineRun.of("explain", "--from", address + "/else"), "404");
        } finally {
            server.stop(0);
        }
        assertRefused(
                CommandLineRun.of(
                        "explain",
                        "--from",
                        "http://127.0.0.1:" + server.getAddress().getPort()),
                "cannot be reached",
                "kubectl");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertRefused(CommandLineRun.of("explain", "--from", "planner:9090"), "--from planner:9090", "http://");
        assertRefused(CommandLineRun.of("explain", "--from", "file:///etc/passwd"), "http://");
        assertRefused(CommandLineRun.of("explain", "--from", "http://a b"), "--from http://a b");
    }

    @Test
    void jsonIsALineForEachDecision() {
        CommandLineRun json = CommandLineRun.of("explain", "--ledger", ledger(), "--last", 3, "--json");

        List<String> lines = json.out().lines().toList();
        assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("{\"id\":") && line.endsWith("}"));
    }
}
