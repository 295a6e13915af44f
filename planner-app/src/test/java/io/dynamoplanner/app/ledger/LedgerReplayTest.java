package io.dynamoplanner.app.ledger;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.app.BadInput;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.data.config.ConfigException;
import io.dynamoplanner.data.ledger.LedgerStream;
import io.dynamoplanner.data.ledger.LedgerWriter;
import io.dynamoplanner.metrics.report.TerminalStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded decisions made again, as they were and as they would have been. */
class LedgerReplayTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path folder;

    private final StringBuilder text = new StringBuilder();
    private ScriptedPlanner planner = recording(ScriptedPlanner.CONFIG);

    private ScriptedPlanner recording(String config) {
        text.setLength(0);
        var scripted = new ScriptedPlanner(config);
        return scripted.writingTo(new LedgerStream(text, scripted.header()));
    }

    private Path file() throws IOException {
        return Files.writeString(folder.resolve("ledger.jsonl"), text);
    }

    private static LedgerReplay.Answer replay(Path ledger, Map<String, String> set) {
        return new LedgerReplay(ledger, Optional.empty(), Optional.empty(), set).answer(done -> {});
    }

    private LedgerReplay.Answer replay() throws IOException {
        return replay(file(), Map.of());
    }

    private static String shown(LedgerReplay.Answer answer) {
        return answer.text(80, TerminalStyle.PLAIN);
    }

    private String whatIf(String field, String value) throws IOException {
        return shown(replay(file(), Map.of(field, value)));
    }

    /** Everything that can happen to a live planner: load up and down, outages, proposals, grants, refused writes. */
    private void anEventfulDay() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int i = 0; i < 300; i++) {
            double load = 3000 + 2500 * Math.sin(i / 20.0) + random.nextInt(800);
            switch (random.nextInt(12)) {
                case 0 -> planner.outage();
                case 1 ->
                    planner.change(state -> state.hearing(Proposal.atLeast(DECODE, 4, "launch", "operator", 1, NOON)))
                            .minute(load);
                case 2 -> {
                    int ceiling = 6 + random.nextInt(6);
                    planner.change(state -> state.granted(new GpuGrant(-1, ceiling, NOON, "allocator")))
                            .minute(load);
                }
                case 3 -> planner.minute(load, effect -> new Outcome.Failed("409 conflict"));
                case 4 -> planner.replicas(PREFILL, 1 + random.nextInt(6)).minute(load);
                default -> planner.minute(load);
            }
        }
    }

    @Test
    void aLiveLedgerComesOutBitForBitWhateverHappened() throws IOException {
        anEventfulDay();

        LedgerReplay.Answer answer = replay();

        assertThat(shown(answer)).contains("300 decisions").contains("bit for bit");
        assertThat(answer.same()).isTrue();
        assertThat(answer.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ttft_ms, 500", "max_gpu_budget, 10", "load_predictor, kalman", "attainment, 0.95"})
    void aChangeThatChangesNothingGivesTheRecordedDecisions(String field, String value) throws IOException {
        anEventfulDay();

        assertThat(whatIf(field, value)).contains("0 of 300 decisions differ.").contains("(+0.00)");
    }

    @Test
    void filesAreReplayedTogetherAndEachByItself() {
        var scripted = new ScriptedPlanner();
        scripted.writingTo(new LedgerWriter(
                folder.resolve("ledger"), new LedgerWriter.Limits(40_000, 4), scripted.header(), finding -> {}));
        for (int i = 0; i < 100; i++) {
            scripted.minute(1000 + 40 * i);
        }

        LedgerReplay.Answer all = replay(folder.resolve("ledger"), Map.of());

        assertThat(all.same()).as(shown(all)).isTrue();
        assertThat(folder.resolve("ledger").resolve("ledger.2.jsonl")).exists();
        for (String name : List.of("ledger.jsonl", "ledger.1.jsonl", "ledger.2.jsonl")) {
            assertThat(replay(folder.resolve("ledger").resolve(name), Map.of()).same())
                    .as(name)
                    .isTrue();
        }
        assertThat(shown(replay(folder.resolve("ledger"), Map.of("ttft_ms", "500"))))
                .contains("0 of ")
                .contains("decisions differ.");
    }

    @Test
    void aPlannerThatWasStartedAgainIsFollowed() throws IOException {
        planner.minute(1000).minute(4000).minute(6000);
        String before = text.toString();
        planner = recording("ttft_ms: 200\nitl_ms: 10\nthroughput_adjustment_interval_seconds: 60\n");
        planner.minute(3000).minute(3000);
        text.insert(0, before);

        assertThat(shown(replay())).contains("5 decisions").contains("bit for bit");
    }

    @Test
    void theFirstDifferenceIsShownAndAllAreCounted() throws IOException {
        for (int i = 0; i < 70; i++) {
            planner.minute(4000);
        }
        int second = text.indexOf("20261121T100202Z-0002");
        int at = text.indexOf("\"correction\":1.0", second);
        text.replace(at, at + 16, "\"correction\":1.0000000000000002");

        LedgerReplay.Answer answer = replay();

        assertThat(answer.same()).isFalse();
        assertThat(shown(answer))
                .contains("1 of 70 decisions")
                .contains("20261121T100202Z-0002")
                .contains("ledger.jsonl:3")
                .contains("roles.prefill.correction: recorded 1.0000000000000002, derived 1.0");
    }

    @Test
    void aCheckpointThatDoesNotFollowFromTheDecisionsIsADifference() throws IOException {
        for (int i = 0; i < 62; i++) {
            planner.minute(1000);
        }
        int checkpoint = text.lastIndexOf("\"checkpoint\"");
        int at = text.indexOf("\"base\":2", checkpoint);
        text.replace(at, at + 8, "\"base\":9");

        assertThat(shown(replay())).contains("checkpoint.history.prefill.base: recorded 9, derived 2");
    }

    @Test
    void aSmallerBudgetIsKeptAndItsGpuHoursAreCounted() throws IOException {
        planner.minute(4000).minute(9000).minute(9000).minute(9000);

        String shown = whatIf("max_gpu_budget", "6");

        assertThat(shown)
                .contains("max_gpu_budget: 10 -> 6")
                .containsPattern("Since \\(UTC\\) +Times +Role +Recorded +Changed +GPU-h +Bound by")
                .contains("GPU budget")
                .containsPattern("4 of 4|3 of 4")
                .containsPattern("GPU-hours: \\d+\\.\\d\\d recorded, \\d+\\.\\d\\d changed \\(-\\d+\\.\\d\\d\\)");
        assertThat(shown.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void theFleetFollowsTheChangedDecisions() throws IOException {
        planner =
                recording("ttft_ms: 500\nitl_ms: 20\nthroughput_adjustment_interval_seconds: 60\nmax_gpu_budget: 40\n");
        planner.minute(1000);
        for (int i = 0; i < 5; i++) {
            planner.minute(6000);
        }
        assertThat(planner.replicas(PREFILL)).isGreaterThan(7);

        String shown = whatIf("max_scale_up_replicas", "1");

        // one more each minute, from the count that the changed planner had reached, not from the recorded one
        assertThat(shown.lines()
                        .filter(line -> line.contains(" prefill "))
                        .map(line -> line.replaceAll(".* prefill +\\d+ +(\\d+) .*", "$1")))
                .containsExactly("3", "4", "5", "6", "7");
    }

    @Test
    void grantsThatCameFromElsewhereAreNotReplacedByTheBudget() throws IOException {
        planner.change(state -> state.granted(new GpuGrant(-1, 5, NOON, "allocator")))
                .minute(9000)
                .minute(9000)
                .minute(9000);

        assertThat(whatIf("max_gpu_budget", "40")).contains("0 of 3 decisions differ.");
    }

    @Test
    void writesThatFailedFailForTheChangedDecisionsToo() throws IOException {
        planner.minute(1000);
        for (int i = 0; i < 4; i++) {
            planner.minute(6000, effect -> new Outcome.Failed("409 conflict"));
        }

        String shown = whatIf("max_scale_up_replicas", "1");

        assertThat(shown.lines().filter(line -> line.contains(" prefill ")))
                .singleElement()
                .asString()
                .containsPattern(" 4 prefill +6 +3 ");
    }

    @Test
    void anAdvisoryLedgerShowsWhatWritingWouldHaveDone() throws IOException {
        planner = recording(ScriptedPlanner.CONFIG + "advisory: true\n");
        planner.minute(1000);
        for (int i = 0; i < 4; i++) {
            planner.minute(6000, effect -> new Outcome.Rejected("advisory mode: decisions are shown, not written"));
        }

        assertThat(whatIf("max_scale_up_replicas", "1").lines().filter(line -> line.contains(" prefill ")))
                .hasSize(1);
        assertThat(whatIf("advisory", "false")).contains("advisory: true -> false");
    }

    @Test
    void anotherPredictorStartsWithoutAMemory() throws IOException {
        for (int i = 0; i < 20; i++) {
            planner.minute(1000 + 200 * i);
        }

        assertThat(whatIf("load_predictor", "constant"))
                .contains("load_predictor: kalman -> constant")
                .contains("without a memory")
                .doesNotContain("0 of 20");
    }

    @Test
    void anotherProfileAnswersWhatIfToo() throws IOException {
        planner.minute(4000).minute(9000).minute(9000);
        Path slower = Path.of("..", "examples", "profiles", "h100_llama3.3-70b-fp8_tp8_measured");

        String shown =
                shown(new LedgerReplay(file(), Optional.empty(), Optional.of(slower), Map.of()).answer(done -> {}));

        assertThat(shown).contains("h100_llama3.3-70b-fp8_tp8_measured").doesNotContain("0 of 3");
    }

    @ParameterizedTest
    @CsvSource({
        "throughput_adjustment_interval_seconds, 90, windows of this length",
        "mode, agg, seen with these roles",
        "prefill_engine_num_gpu, 8, the cluster reported"
    })
    void whatARecordingCannotBeSeenThroughIsRefused(String field, String value, String why) throws IOException {
        planner.minute(1000);
        Path file = file();

        assertThatThrownBy(() -> replay(file, Map.of(field, value)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--set " + field)
                .hasMessageContaining(why);
    }

    @Test
    void wrongChangesAreRefusedLikeAConfiguration() throws IOException {
        planner.minute(1000);
        Path file = file();

        assertThatThrownBy(() -> replay(file, Map.of("ttft_ms", "-1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--set ttft_ms: field 'ttft_ms'")
                .hasMessageContaining("must be greater than 0 ms");
    }

    @Test
    void aLedgerThatLostItsBeginningStartsAtTheNextCheckpoint() throws IOException {
        for (int i = 0; i < 65; i++) {
            planner.minute(1000 + 30 * i);
        }
        var lines = new ArrayList<>(text.toString().lines().toList());
        lines.subList(1, 11).clear();
        text.setLength(0);
        text.append(String.join("\n", lines));

        LedgerReplay.Answer answer = replay();

        assertThat(shown(answer)).contains("5 decisions").contains("bit for bit");
        assertThat(answer.notes()).singleElement().asString().startsWith("50 decisions before the first checkpoint");
    }

    @Test
    void aLedgerThatLostItsHeaderGoesOnFromTheNextOne() throws IOException {
        planner.minute(1000).minute(4000);
        String before = text.substring(text.indexOf("\n") + 1);
        planner = recording(ScriptedPlanner.CONFIG);
        planner.minute(3000).minute(3000).minute(3000);
        text.insert(0, before);

        LedgerReplay.Answer answer = replay();

        assertThat(shown(answer)).contains("3 decisions").contains("bit for bit");
        assertThat(answer.notes()).singleElement().asString().startsWith("2 decisions before");
        assertThat(whatIf("ttft_ms", "500")).contains("0 of 3 decisions");
    }

    @Test
    void withoutAnyCheckpointThereIsNothingToStartFrom() throws IOException {
        planner.minute(1000).minute(1000).minute(1000);
        var lines = new ArrayList<>(text.toString().lines().toList());
        lines.remove(1);
        text.setLength(0);
        text.append(String.join("\n", lines));
        Path file = file();

        assertThatThrownBy(() -> replay(file, Map.of())).hasMessageContaining("no checkpoint");
        assertThatThrownBy(() -> replay(file, Map.of("ttft_ms", "100"))).hasMessageContaining("no checkpoint");
    }
}
