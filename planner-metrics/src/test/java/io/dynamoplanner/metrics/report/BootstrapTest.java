package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    @Test
    void theIntervalOfAMeanIsAboutTwoStandardErrorsToEachSide() {
        var random = new SplittableRandom(3);
        double[] values = random.doubles(400).toArray();
        Bootstrap.Interval interval = Bootstrap.of(
                values.length,
                1,
                1,
                drawn -> IntStream.of(drawn)
                        .mapToDouble(i -> values[i])
                        .average()
                        .orElseThrow());

        double standardError = Math.sqrt(1 / 12.0 / 400);
        assertThat(interval.high() - interval.low())
                .isCloseTo(2 * 1.96 * standardError, within(0.2 * standardError * 4));
    }

    @Test
    void valuesThatHangTogetherMakeTheIntervalOfBlocksWider() {
        double[] values = IntStream.range(0, 400).mapToDouble(i -> i / 40 % 2).toArray();

        Bootstrap.Interval single = mean(values, 1);
        Bootstrap.Interval blocks = mean(values, 40);

        assertThat(blocks.high() - blocks.low()).isGreaterThan(2 * (single.high() - single.low()));
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] values = {1, 2, 3, 4, 10};

        assertThat(Bootstrap.ofMedian(values, 7)).isEqualTo(Bootstrap.ofMedian(values, 7));
        assertThat(Bootstrap.median(values)).isEqualTo(3);
    }

    @Test
    void nothingHasNoInterval() {
        assertThat(Bootstrap.ofMedian(new double[0], 1).low()).isNaN();
        assertThat(Bootstrap.median(new double[0])).isNaN();
    }

    private static Bootstrap.Interval mean(double[] values, int block) {
        return Bootstrap.of(
                values.length,
                block,
                1,
                drawn -> IntStream.of(drawn)
                        .mapToDouble(i -> values[i])
                        .average()
                        .orElseThrow());
    }
}
