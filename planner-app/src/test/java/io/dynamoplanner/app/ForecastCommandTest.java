package io.dynamoplanner.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastCommandTest {
    private static final Path CHAT = CommandLineRun.EXAMPLES.resolve("series").resolve("azure2023_conv_10s.csv.gz");

    @TempDir
    private Path folder;

    private static CommandLineRun chat(Object... more) {
        var words = new ArrayList<Object>(List.of("forecast", "--series", CHAT));
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray());
    }

    @Test
    void showsEveryPredictorARecommendationAndAPlot() {
        CommandLineRun run = chat();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^constant +8\\.909 ")
                .containsPattern("(?m)^adaptive +7\\.[34]\\d\\d\\*")
                .containsPattern("(?m)^auto ")
                .containsPattern("(?m)^reference-kalman-log1p ")
                .contains("Recommended: load_predictor: adaptive (")
                .contains("forecast by adaptive; the last");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void onlyTheNamedPredictorsRunInTheirOrder() {
        CommandLineRun run = chat("--predictors", "adaptive,constant", "--horizon", 3);

        assertThat(run.out().lines().filter(line -> line.matches("[a-z].*")).map(line -> line.split(" ", 2)[0]))
                .contains("constant", "adaptive")
                .doesNotContain("kalman", "auto");
        assertThat(run.out().indexOf("constant")).isLessThan(run.out().indexOf("adaptive"));
    }

    @Test
    void theReferenceIsShownButNotRecommended() {
        CommandLineRun run = chat("--predictors", "constant,reference-kalman");

        assertThat(run.out()).containsPattern("reference-kalman +7\\.742\\*").contains("load_predictor: constant");
    }

    @Test
    void writesPageScoresAndForecasts() throws IOException {
        Path out = folder.resolve("out");
        CommandLineRun run = chat("--predictors", "constant,adaptive", "--out", out);

        assertThat(run.out().strip().lines().reduce((a, b) -> b)).contains("Page: " + out.resolve("forecast.html"));
        assertThat(Files.readString(out.resolve("forecast.html")))
                .contains("<polyline class=\"forecast\"")
                .contains("azure2023_conv_10s")
                .contains("Recommended: adaptive")
                .doesNotContain("<script");
        assertThat(Files.readAllLines(out.resolve("scores.csv"))).hasSize(3);
        assertThat(Files.readAllLines(out.resolve("forecasts.csv")))
                .hasSize(1 + 2 * 230)
                .first()
                .isEqualTo("t_s,requests,predictor,forecast,upper_90");
        assertThat(chat("--predictors", "constant", "--out", out).exitCode())
                .as("written again")
                .isZero();
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(chat("--out", folder).err()).contains("--out " + folder);
    }

    @Test
    void aTraceIsCountedIntoWindows() throws IOException {
        Path trace = folder.resolve("trace.csv");
        var lines = new ArrayList<>(List.of("timestamp_s,isl,osl"));
        for (int i = 0; i < 600; i++) {
            lines.add(i + ".5,100,20");
        }
        Files.write(trace, lines);

        CommandLineRun run = CommandLineRun.of("forecast", "--trace", trace, "--window", 20);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("windows of 20 s").contains("load_predictor: constant");
    }

    @Test
    void aSeriesIsAddedUpToLongerWindows() {
        CommandLineRun run = chat("--window", 60);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("all 30 windows of 60 s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--window 15 | --window = 15.0 must be a multiple of the series' windows of 10.0 s",
                "--window 0 | --window = 0.0 must be a number of seconds above 0",
                "--horizon 0 | --horizon = 0 must be a number of windows from 1",
                "--horizon 500 | too few to score one; at least 510 are needed",
                "--predictors oracle | 'oracle' is not known; use some of constant, kalman",
                "--trace x.csv | --series and --trace exclude each other"
            })
    void wrongInputIsNamedWithItsRemedy(String options, String message) {
        CommandLineRun run = chat((Object[]) options.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aFileIsNeeded() throws IOException {
        assertThat(CommandLineRun.of("forecast").err()).contains("name a file with --series or --trace");
        Path broken = folder.resolve("broken.csv");
        Files.write(broken, List.of("t_s,requests,mean_isl,mean_osl", "0,5,1,1", "60,x,1,1"));
        assertThat(CommandLineRun.of("forecast", "--series", broken).err()).contains("broken.csv:3");
        CommandLineRun missing = CommandLineRun.of("forecast", "--series", folder.resolve("none.csv"));
        assertThat(missing.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }
}
