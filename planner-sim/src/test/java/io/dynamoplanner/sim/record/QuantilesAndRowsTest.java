package io.dynamoplanner.sim.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantilesAndRowsTest {
    @Test
    void quantilesInterpolateBetweenRanksAndSkipMissingNumbers() {
        var quantiles = new Quantiles(6);
        for (double value : new double[] {40, 10, Double.NaN, 30, 20}) {
            quantiles.add(value);
        }
        assertThat(quantiles.at(0)).isEqualTo(10);
        assertThat(quantiles.at(0.5)).isEqualTo(25);
        assertThat(quantiles.at(0.95)).isCloseTo(38.5, within(1e-12));
        assertThat(quantiles.at(1)).isEqualTo(40);
        quantiles.clear();
        assertThat(quantiles.at(0.5)).isNaN();
        quantiles.add(7);
        assertThat(quantiles.at(0.99)).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2400, 5", "2401, 10", "3600, 10", "57600, 120", "86400, 180", "864000, 1800", "1e9, 2160000"})
    void rowsAreRoundAndAtMost480(double endS, double stepS) {
        assertThat(TimelineRecorder.stepFor(endS)).isEqualTo(stepS);
        assertThat(Math.ceil(endS / stepS)).isLessThanOrEqualTo(480);
    }
}
