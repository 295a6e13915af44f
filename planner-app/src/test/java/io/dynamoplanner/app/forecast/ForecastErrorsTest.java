package io.dynamoplanner.app.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.CommandLineRun;
import io.dynamoplanner.data.series.SeriesReader;
import io.dynamoplanner.data.series.TrafficSeries;
import io.dynamoplanner.predict.backtest.BackTest;
import io.dynamoplanner.predict.backtest.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The claim about the adaptive predictor, on the series of the examples that are short enough for a test. */
class ForecastErrorsTest {
    private static final int LONGEST = 5000;

    @Test
    void adaptiveIsMostlyBetterThanTheReferenceAndNeverMuchWorse() throws IOException {
        int series = 0;
        int better = 0;
        try (Stream<Path> files = Files.list(CommandLineRun.EXAMPLES.resolve("series"))) {
            for (Path file : files.sorted().toList()) {
                TrafficSeries read = SeriesReader.read(file);
                if (read.size() > LONGEST) {
                    continue;
                }
                var names = Set.of("constant", "adaptive", "reference-kalman", "reference-kalman-log1p");
                Duration window = Duration.ofMillis(Math.round(1000 * read.windowSeconds()));
                List<Score> scores = new BackTest(1, BackTest.USUAL_SETTLE, () -> 0)
                        .run(Contenders.named(names, window), read.samples());
                for (ToDoubleFunction<Score> error :
                        List.<ToDoubleFunction<Score>>of(Score::requestsError, Score::islError, Score::oslError)) {
                    double adaptive = error.applyAsDouble(score(scores, "adaptive"));
                    double best = scores.stream()
                            .filter(score -> !score.name().equals("adaptive"))
                            .mapToDouble(error)
                            .min()
                            .orElseThrow();
                    assertThat(adaptive / best).as(file.toString()).isLessThanOrEqualTo(1.05);
                    series++;
                    better += adaptive < best ? 1 : 0;
                }
            }
        }
        assertThat(series).isGreaterThanOrEqualTo(50);
        assertThat(better).isGreaterThanOrEqualTo(2 * series / 3);
    }

    private static Score score(List<Score> scores, String name) {
        return scores.stream()
                .filter(score -> score.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
