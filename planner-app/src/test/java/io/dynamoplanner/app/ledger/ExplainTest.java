package io.dynamoplanner.app.ledger;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.ledger.LedgerRing;
import io.dynamoplanner.data.ledger.LedgerStream;
import io.dynamoplanner.metrics.report.TerminalStyle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and programs get to read about a decision. */
class ExplainTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final TerminalStyle UNICODE = new TerminalStyle(false, true);

    @TempDir
    private Path folder;

    private final StringBuilder text = new StringBuilder();
    private final ScriptedPlanner planner = new ScriptedPlanner();

    ExplainTest() {
        planner.writingTo(new LedgerStream(text, planner.header()));
    }

    private Explain.Answer explain(int last, Optional<String> id, Optional<Role> role) throws IOException {
        Path file = Files.writeString(folder.resolve("ledger.jsonl"), text);
        return new Explain(new LedgerSource.Files(file), last, id, role).answer();
    }

    private String explain(int last) throws IOException {
        return explain(last, Optional.empty(), Optional.empty()).text(80, UNICODE);
    }

    private void fiveMinutes() {
        planner.minute(1000)
                .minute(4000)
                .minute(9000)
                .outage()
                .change(state -> state.hearing(Proposal.atLeast(DECODE, 4, "launch at noon", "operator", 1, NOON))
                        .granted(new GpuGrant(-1, 8, NOON, "allocator")))
                .minute(9000, effect -> new Outcome.Rejected("paused: by hand"));
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(ExplainTest.class.getResourceAsStream("/ledger/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theStoryOfADecisionIsToldFromReadingsToWrites() throws IOException {
        fiveMinutes();

        assertThat(explain(3)).isEqualTo(resource("explained.txt"));
    }

    @Test
    void nothingIsWiderThanTheTerminalAndAsciiIsEnough() throws IOException {
        fiveMinutes();

        String narrow = explain(5, Optional.empty(), Optional.empty()).text(80, TerminalStyle.PLAIN);

        assertThat(narrow.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(narrow)).isTrue();
        assertThat(narrow).doesNotContain("?").contains("ceil(").contains("2 -> 6");
    }

    @Test
    void withoutItMeansTheSameDecisionWithOneConstraintLess() throws IOException {
        planner.minute(1000).minute(4000).minute(9000);

        String prefill = explain(1, Optional.empty(), Optional.of(PREFILL)).text(80, UNICODE);

        // without the step limit the budget binds at once, without the budget the step limit does
        assertThat(prefill).contains("step limit: 19 → 10; without it 7").contains("GPU budget: 10 → 7; without it 10");
    }

    @Test
    void aFloorThatIsTakenOutIsTakenOutOfTheBudgetToo() throws IOException {
        var floored = new ScriptedPlanner(ScriptedPlanner.CONFIG + "prefill_min_endpoint: 3\n");
        floored.writingTo(new LedgerStream(text, floored.header()));
        floored.minute(0);

        assertThat(explain(1)).contains("replica floor: 2 → 3; without it 2");
    }

    private String predictedBy(String predictor, double... loads) throws IOException {
        var predicting = new ScriptedPlanner(ScriptedPlanner.CONFIG.replace("kalman", predictor));
        predicting.writingTo(new LedgerStream(text, predicting.header()));
        for (double load : loads) {
            predicting.minute(load);
        }
        return explain(1);
    }

    @Test
    void thePredictorThatWasChosenIsNamed() throws IOException {
        assertThat(predictedBy("auto", 1000, 1100, 1200)).contains("\n  forecast by auto: adaptive\n");
        assertThat(text).contains("{\"load\":\"requests\",\"by\":\"auto: adaptive\"}");
    }

    @Test
    void whatStandsInForAModelIsNamedWithItsReason() throws IOException {
        assertThat(predictedBy("arima", 1000, 1100, 1200))
                .contains("forecast by arima, whose model has no answer (last value: 3 of 10 values)");
        assertThat(text).contains("\"by\":\"arima\",\"fallback\":\"last value: 3 of 10 values\"");
    }

    @Test
    void seriesThatAreForecastInDifferentWaysAreToldApart() throws IOException {
        var pointForecast = ScriptedPlanner.CONFIG.replace("kalman", "prophet").replace("0.95", "0.5");
        var planner = new ScriptedPlanner(pointForecast);
        planner.writingTo(new LedgerStream(text, planner.header()));
        planner.minute(1000).minute(0).minute(0).minute(0).minute(1200);

        assertThat(explain(1))
                .contains("  requests forecast by prophet\n")
                .contains("  isl forecast by prophet, whose model has no answer (last value: 2 of 5 values)\n");
    }

    @Test
    void onlyTheRoleThatIsAskedForIsShown() throws IOException {
        fiveMinutes();

        String decode = explain(1, Optional.empty(), Optional.of(DECODE)).text(80, UNICODE);

        assertThat(decode)
                .contains("decode 3 → 2")
                .doesNotContain("prefill stays")
                .contains("Seen");
    }

    @Test
    void aDecisionIsFoundByItsNameAnywhere() throws IOException {
        for (int i = 0; i < 150; i++) {
            planner.minute(1000 + i);
        }

        String found = explain(1, Optional.of("20261121T111002Z-0070"), Optional.empty())
                .text(80, UNICODE);

        assertThat(found)
                .startsWith("Decision 20261121T111002Z-0070, 2026-11-21 11:10:02 UTC")
                .containsOnlyOnce("Decision");
    }

    @Test
    void theNewestDecisionsAreShownOldestFirst() throws IOException {
        for (int i = 0; i < 150; i++) {
            planner.minute(1000 + i);
        }

        List<String> heads =
                explain(62).lines().filter(line -> line.startsWith("Decision")).toList();

        assertThat(heads).hasSize(62).isSorted();
        assertThat(heads.get(61)).contains("-0150");
        assertThat(explain(62)).doesNotContain("are not known");
    }

    @Test
    void moreThanThereAreGivesAllThereAre() throws IOException {
        planner.minute(1000).minute(1000);

        assertThat(explain(1000).lines().filter(line -> line.startsWith("Decision")))
                .hasSize(2);
    }

    @Test
    void jsonHasTheLineOfTheLedgerAndTheCountsWithoutEachConstraint() throws IOException {
        planner.minute(1000).minute(4000).minute(9000);

        String json = explain(2, Optional.empty(), Optional.of(PREFILL)).json();
        List<String> lines = json.lines().toList();
        JsonNode last = new ObjectMapper().readTree(lines.get(1));

        assertThat(lines).hasSize(2);
        assertThat(last.has("checkpoint")).isFalse();
        assertThat(last.path("id").asText()).isEqualTo("20261121T100302Z-0003");
        assertThat(last.path("roles").has("decode")).isFalse();
        assertThat(last.at("/roles/prefill/chain/0/withoutIt").asInt()).isEqualTo(7);
    }

    @Test
    void aLedgerWhoseHeaderCannotBeUsedIsStillExplained() throws IOException {
        planner.minute(1000).minute(4000);
        int at = text.indexOf("\"ttft_ms\":500.0");
        text.replace(at, at + 15, "\"not_a_field\":1");

        String explained = explain(1);

        assertThat(explained)
                .contains("step limit: 13 → 6; before it 13")
                .contains("Counts without a constraint are not known: this planner cannot use the header")
                .contains("not_a_field");
    }

    @Test
    void aDecisionThatThisPlannerMakesDifferentlyIsExplainedAsRecorded() throws IOException {
        planner.minute(1000).minute(4000);
        int at = text.indexOf("\"max_scale_up_replicas\":4");
        text.replace(at, at + 25, "\"max_scale_up_replicas\":3");

        assertThat(explain(1))
                .contains("step limit: 13 → 6; before it 13")
                .contains("this planner decides differently")
                .contains("recorded 6, derived 5");
    }

    @Test
    void controlCharactersOfALedgerDoNotReachTheTerminal() throws IOException {
        planner.change(state -> state.hearing(Proposal.atLeast(DECODE, 4, "\u001B[2Jgone", "operator\r\n", 1, NOON)))
                .minute(1000);

        assertThat(explain(1)).doesNotContain("\u001B").doesNotContain("\r").contains("?[2Jgone");
    }

    @Test
    void whatARingServesIsExplainedLikeAFile() throws IOException {
        var ring = new LedgerRing(16, planner.header());
        planner.writingTo(ring);
        IntStream.range(0, 40).forEach(i -> planner.minute(1000 + 100 * i));
        String file = explain(3);

        Path served = Files.writeString(folder.resolve("served.jsonl"), ring.text(3));
        String fromRing = new Explain(new LedgerSource.Files(served), 3, Optional.empty(), Optional.empty())
                .answer()
                .text(80, UNICODE);

        assertThat(fromRing).isEqualTo(file);
    }

    @Test
    void numbersAreAsLongAsPeopleReadThem() {
        assertThat(Arrays.stream(new double[] {0, 3, 0.12345, 9.9996, 12.345, 999.96, 1234.5, 1e7})
                        .mapToObj(Page::number))
                .containsExactly("0", "3", "0.123", "10", "12.3", "1000", "1235", "10000000");
    }
}
