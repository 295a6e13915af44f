package io.dynamoplanner.power.cap;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.power.cap.PowerRange.Clamp;
import io.dynamoplanner.power.cap.PowerRange.Clamped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerRangeTest {
    @ParameterizedTest
    @CsvSource({"200000,700000,480,480000,NONE", "200000,700000,150,200000,MIN", "200000,700000,900,700000,MAX"})
    void aWishIsMovedIntoTheRange(long min, long max, int watts, long milliwatts, Clamp clamp) {
        assertThat(new PowerRange(min, max).clamp(watts)).isEqualTo(new Clamped(milliwatts, clamp));
    }

    /** Rounded down it would be 100 W, which the driver refuses. */
    @Test
    void aMinimumThatIsNoWholeNumberOfWattsIsRoundedUp() {
        assertThat(new PowerRange(100_500, 400_900).clamp(1)).isEqualTo(new Clamped(101_000, Clamp.MIN));
        assertThat(new PowerRange(100_500, 400_900).clamp(1000)).isEqualTo(new Clamped(400_000, Clamp.MAX));
    }

    @Test
    void aRangeWithoutAWholeNumberOfWattsIsStillKept() {
        var narrow = new PowerRange(100_200, 100_800);

        assertThat(narrow.clamp(1).milliwatts()).isBetween(100_200L, 100_800L);
        assertThat(narrow.clamp(200).milliwatts()).isBetween(100_200L, 100_800L);
    }
}
