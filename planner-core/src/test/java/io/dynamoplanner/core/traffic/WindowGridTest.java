package io.dynamoplanner.core.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.reading.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowGridTest {
    private static final Instant ORIGIN = Instant.parse("2026-01-05T00:00:07Z");
    private static final WindowGrid GRID = new WindowGrid(ORIGIN, Duration.ofSeconds(90));

    @ParameterizedTest
    @CsvSource({"-91,-2,0", "-90,-1,0", "-1,-1,0", "0,0,0", "89,0,0", "90,1,1", "179,1,1", "180,2,2", "9000,100,100"})
    void secondsAfterTheOriginLieInAWindowWithSoManyCompleteOnesBefore(long seconds, long index, long complete) {
        Instant at = ORIGIN.plusSeconds(seconds);

        assertThat(GRID.indexOf(at)).isEqualTo(index);
        assertThat(GRID.completeBy(at)).isEqualTo(complete);
        assertThat(GRID.startOf(index)).isBeforeOrEqualTo(at).isAfter(at.minusSeconds(90));
    }

    @Test
    void aLengthThatIsNotPositiveIsRefused() {
        assertThatThrownBy(() -> new WindowGrid(ORIGIN, Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new WindowGrid(ORIGIN, Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> TrafficWindow.of(ORIGIN, Duration.ZERO, Map.of()))
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> TrafficWindow.of(ORIGIN, Duration.ofSeconds(-1), Map.of()))
                .hasMessageContaining("PT-1S");
    }

    @Test
    void aSignalNobodyAskedForIsUnknownNotZero() {
        TrafficWindow window =
                TrafficWindow.of(ORIGIN, Duration.ofSeconds(90), Map.of(Signal.ISL, Reading.of(5, ORIGIN)));

        assertThat(window.get(Signal.ISL).value()).hasValue(5);
        assertThat(window.get(Signal.OSL)).isInstanceOfSatisfying(Reading.Unknown.class, u -> {
            assertThat(u.why()).isEqualTo(Reading.Cause.NOT_OBSERVED);
            assertThat(u.detail()).contains("osl");
        });
        assertThat(window.readings()).containsOnlyKeys(Signal.ISL);
        assertThat(window.end()).isEqualTo(ORIGIN.plusSeconds(90));
        assertThat(window.seconds()).isEqualTo(90.0);
    }

    @Test
    void windowsWithTheSameReadingsAreEqual() {
        var readings = Map.of(Signal.ISL, Reading.of(5, ORIGIN));
        TrafficWindow window = TrafficWindow.of(ORIGIN, Duration.ofSeconds(90), readings);

        assertThat(window)
                .isEqualTo(TrafficWindow.of(ORIGIN, Duration.ofSeconds(90), readings))
                .hasSameHashCodeAs(TrafficWindow.of(ORIGIN, Duration.ofSeconds(90), readings))
                .isNotEqualTo(TrafficWindow.of(ORIGIN, Duration.ofSeconds(91), readings))
                .isNotEqualTo(TrafficWindow.of(ORIGIN.plusSeconds(1), Duration.ofSeconds(90), readings))
                .isNotEqualTo(TrafficWindow.of(ORIGIN, Duration.ofSeconds(90), Map.of()));
        assertThat(window.toString()).contains("2026-01-05T00:00:07Z").contains("ISL");
    }
}
