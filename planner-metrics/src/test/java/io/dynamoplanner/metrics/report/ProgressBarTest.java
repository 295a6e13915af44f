package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressBarTest {
    private static final TerminalStyle UNICODE = new TerminalStyle(false, true);

    @ParameterizedTest
    @CsvSource({
        "0, '[..........]   0 %  run'",
        "0.5, '[#####.....]  50 %  run'",
        "0.999, '[#########.]  99 %  run'",
        "1, '[##########] 100 %  run'",
        "-3, '[..........]   0 %  run'",
        "7, '[##########] 100 %  run'",
        "NaN, '[..........]   0 %  run'"
    })
    void theBarIsFullOnlyAtTheEnd(double fraction, String line) {
        assertThat(ProgressBar.render(fraction, "run", 23, TerminalStyle.PLAIN)).isEqualTo(line);
    }

    @Test
    void aLongTextIsCutToTheWidth() {
        String line = ProgressBar.render(0.25, "static-peak over the long trace", 30, UNICODE);

        assertThat(line).hasSize(30).isEqualTo("██░░░░░░░░  25 %  static-peak…");
    }

    @ParameterizedTest
    @CsvSource({"0.25, 10, about 0:30 left", "0.5, 3600, about 1:00:00 left", "0, 5, ''", "1, 5, ''", "0.5, 0, ''"})
    void theRestIsEstimatedFromWhatPassed(double fraction, double elapsedS, String eta) {
        assertThat(ProgressBar.eta(fraction, elapsedS)).isEqualTo(eta);
    }

    @Test
    void onATerminalOneLineIsDrawnOverAndWipedAtTheEnd() {
        var bytes = new ByteArrayOutputStream();
        var writer = new ProgressWriter(stream(bytes), true, 60, TerminalStyle.PLAIN);
        writer.update(0.5, 0, "planner, first part");
        writer.update(0.5, 0, "planner, first part");
        writer.update(1, 9, "planner");
        writer.finish();

        String[] drawn = text(bytes).split("\r", -1);
        assertThat(text(bytes)).doesNotContain("\n");
        assertThat(drawn).hasSize(5);
        assertThat(drawn[1]).contains(" 50 %  planner, first part");
        // The shorter line covers the longer one.
        assertThat(drawn[2]).startsWith("[####").contains("100 %  planner ");
        assertThat(drawn[3]).isBlank();
        assertThat(drawn[4]).isEmpty();
    }

    @Test
    void elsewhereThereAreThreePlainLines() {
        var bytes = new ByteArrayOutputStream();
        var writer = new ProgressWriter(stream(bytes), false, 60, UNICODE);
        for (int i = 0; i <= 100; i++) {
            writer.update(i / 100.0, i * 0.1, "planner");
        }
        writer.finish();

        assertThat(text(bytes).split("\n", -1))
                .containsExactly(
                        "25 %  planner, about 0:08 left",
                        "50 %  planner, about 0:05 left", "75 %  planner, about 0:03 left", "");
    }

    @Test
    void aJumpOverSeveralQuartersIsOneLine() {
        var bytes = new ByteArrayOutputStream();
        var writer = new ProgressWriter(stream(bytes), false, 60, UNICODE);
        writer.update(0.8, 0, "planner");
        writer.update(0.9, 0, "planner");

        assertThat(text(bytes)).isEqualTo("75 %  planner\n");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
