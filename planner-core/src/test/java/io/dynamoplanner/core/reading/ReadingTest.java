package io.dynamoplanner.core.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsUnknownAndSaysWhatItWas(double number) {
        Reading reading = Reading.of(number, AT);

        assertThat(reading).isInstanceOfSatisfying(Reading.Unknown.class, u -> {
            assertThat(u.why()).isEqualTo(Reading.Cause.NOT_A_NUMBER);
            assertThat(u.detail()).contains(Double.toString(number));
        });
        assertThat(reading.isKnown()).isFalse();
        assertThat(reading.value()).isEmpty();
        assertThatThrownBy(() -> new Reading.Known(number, AT)).hasMessageContaining(Double.toString(number));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0})
    void zeroIsAConfirmedZeroNotAnUnknown(double zero) {
        Reading reading = Reading.of(zero, AT);

        assertThat(reading).isEqualTo(new Reading.Zero(AT));
        assertThat(reading.isKnown()).isTrue();
        assertThat(reading.value()).isEqualTo(OptionalDouble.of(0));
    }

    @Test
    void aFiniteNumberIsKnown() {
        Reading reading = Reading.of(2.5, AT);

        assertThat(reading.isKnown()).isTrue();
        assertThat(reading.value()).isEqualTo(OptionalDouble.of(2.5));
    }

    @Test
    void ageIsMeasuredFromTheTimeOfTheReading() {
        assertThat(Reading.of(1, AT).age(AT.plusSeconds(30))).isEqualTo(Duration.ofSeconds(30));
        assertThat(Reading.unknown(Reading.Cause.STALE, "old", AT).age(AT.plusSeconds(7)))
                .isEqualTo(Duration.ofSeconds(7));
    }
}
