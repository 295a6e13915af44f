package io.dynamoplanner.core.traffic;

import static io.dynamoplanner.core.testing.Traffic.GRID;
import static io.dynamoplanner.core.testing.Traffic.but;
import static io.dynamoplanner.core.testing.Traffic.idle;
import static io.dynamoplanner.core.testing.Traffic.outage;
import static io.dynamoplanner.core.testing.Traffic.requests;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedTrafficTest {
    private static RecordedTraffic upTo(long window, TrafficWindow... read) {
        return RecordedTraffic.of(List.of(read), GRID, GRID.startOf(window));
    }

    /** Requests of each window; -1 where nobody knows. */
    private static List<Double> counts(RecordedTraffic recorded) {
        return recorded.windows().stream()
                .map(window -> window.map(TrafficSample::requests).orElse(-1.0))
                .toList();
    }

    @Test
    void aWindowThatIsUnknownOrMissingKeepsItsPlace() {
        RecordedTraffic recorded = upTo(8, requests(2, 100), outage(3), requests(4, 200), requests(7, 300));

        assertThat(counts(recorded)).containsExactly(100.0, -1.0, 200.0, -1.0, -1.0, 300.0);
    }

    @Test
    void soDoThoseBetweenTheNewestOneAndTheStartOfTheNext() {
        assertThat(counts(upTo(5, requests(2, 100)))).containsExactly(100.0, -1.0, -1.0);
    }

    @Test
    void windowsFromTheEndOnAndThoseShownTwiceAreLeftOut() {
        assertThat(counts(upTo(4, requests(2, 100), requests(2, 100), requests(3, 200), requests(4, 300))))
                .containsExactly(100.0, 200.0);
    }

    @Test
    void aWindowWithoutRequestsIsKnownAndOneWithoutLengthsIsNot() {
        TrafficWindow unknownLength = but(requests(1, 100), Signal.ISL, Double.NaN);

        RecordedTraffic recorded = upTo(2, idle(0), unknownLength);

        assertThat(recorded.windows()).containsExactly(Optional.of(TrafficSample.IDLE), Optional.empty());
    }

    @Test
    void aSampleOfNoNumberIsRefused() {
        assertThatThrownBy(() -> new TrafficSample(Double.POSITIVE_INFINITY, 1000, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Infinity")
                .hasMessageContaining("leave out a window that is not known");
    }

    @Test
    void itIsEmptyIfNothingIsKnown() {
        assertThat(upTo(4).isEmpty()).isTrue();
        assertThat(upTo(4, outage(1), outage(2)).isEmpty()).isTrue();
        assertThat(upTo(4, idle(1)).isEmpty()).isFalse();
    }
}
