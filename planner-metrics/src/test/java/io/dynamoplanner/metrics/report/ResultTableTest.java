package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultTableTest {
    private static final TerminalStyle UNICODE = new TerminalStyle(false, true);

    @Test
    void aWideTableShowsEveryColumnWithItsUnitAndTheBestValues() {
        assertThat(ResultTable.render(SampleRuns.small(), 110, false).lines())
                .containsExactly(
                        "Small run",
                        "Targets: TTFT 200 ms, ITL 12.5 ms. GPU ceiling: 8. Length: 1:00.",
                        "",
                        "            Requests   TTFT    ITL   Both     TTFT      ITL   GPU-  Peak   Scale   Direc.  Budget",
                        "Policy                in, %  in, %  in, %  p95, ms  p95, ms  hours  GPUs  events  changes   viol.",
                        "-------------------------------------------------------------------------------------------------",
                        "Planner        12345   98.0   99.5*  97.5      180     11.5*  3.45*    6*      2        1       0",
                        "Static peak    12345   99.9*  99.1   99.0*     120*    12.0   5.00     8       0*       0*      0",
                        "",
                        "* best value of the column.");
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 50, 60, 72, 80, 100, 132})
    void noLineIsWiderThanTheTerminal(int width) {
        assertThat(ResultTable.render(SampleRuns.fortyMinutes(), width, UNICODE).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
    }

    @Test
    void whatDoesNotFitIsNamedAndTheTargetsAndGpuHoursAlwaysStay() {
        String narrow = ResultTable.render(SampleRuns.small(), 60, false);

        assertThat(narrow).contains("98.0").contains("97.5").contains("3.45").doesNotContain("12345");
        assertThat(narrow.replace('\n', ' ')).contains("Not shown at this width: Direction changes, ITL p95");
    }

    @Test
    void withoutUnicodeThereIsOnlyAscii() {
        assertThat(ResultTable.render(SampleRuns.hostile(), 80, false)).matches("[\\x20-\\x7E\\n]+");
    }

    @Test
    void textCannotSteerTheTerminal() {
        assertThat(ResultTable.render(SampleRuns.hostile(), 80, UNICODE))
                .doesNotContain("\u001B")
                .doesNotContain("\u0000");
    }

    @Test
    void colourChangesNothingButTheColour() {
        String coloured = ResultTable.render(SampleRuns.small(), 100, true);

        assertThat(coloured).contains("\u001B[1;32m");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
                .isEqualTo(ResultTable.render(SampleRuns.small(), 100, false));
    }

    @Test
    void aMissingNumberIsADash() {
        assertThat(ResultTable.render(SampleRuns.empty(), 80, false))
                .contains("No GPU ceiling")
                .containsPattern("Planner +0 +- +- +- ");
    }
}
