package io.dynamoplanner.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartUpTest {
    @ParameterizedTest
    @CsvSource({"60, 90, 150", "10, 10, 40", "10, 40, 40", "0, 5, 10"})
    void timesAreTriangular(double min, double mode, double max) {
        var startUp = new StartUp(min, mode, max);
        var random = new SplittableRandom(1);
        double[] times = DoubleStream.generate(() -> startUp.sample(random))
                .limit(200_000)
                .toArray();

        assertThat(DoubleStream.of(times).allMatch(time -> time >= min && time <= max))
                .isTrue();
        double span = max - min;
        assertThat(DoubleStream.of(times).average().orElseThrow())
                .isCloseTo((min + mode + max) / 3, within(0.005 * span));
        double belowMode = DoubleStream.of(times).filter(time -> time < mode).count() / (double) times.length;
        assertThat(belowMode).isCloseTo((mode - min) / span, within(0.005));
    }

    @ParameterizedTest
    @CsvSource({"-1, 2, 3", "3, 2, 4", "1, 5, 4", "NaN, 1, 2"})
    void timesOutOfOrderAreRefused(double min, double mode, double max) {
        assertThatThrownBy(() -> new StartUp(min, mode, max)).hasMessageContaining("0 <= min <= mode <= max");
    }
}
