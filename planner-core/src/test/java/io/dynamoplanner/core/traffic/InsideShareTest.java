package io.dynamoplanner.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InsideShareTest {
    @Test
    void aTargetThatIsABoundIsReadOff() {
        assertThat(InsideShare.of(1.0, 1.0, 90, 2.2, 98, 100)).isEqualTo(0.9);
    }

    @Test
    void betweenTwoBoundsObservationsAreSpreadEvenly() {
        assertThat(InsideShare.of(0.5, 0.47, 80, 1.0, 98, 100)).isCloseTo(0.8 + 0.18 * 0.03 / 0.53, within(1e-12));
    }

    @Test
    void aboveTheLastBoundOnlyWhatIsBelowItIsCertain() {
        assertThat(InsideShare.of(600, 480, 97, Double.POSITIVE_INFINITY, 100, 100))
                .isEqualTo(0.97);
    }
}
