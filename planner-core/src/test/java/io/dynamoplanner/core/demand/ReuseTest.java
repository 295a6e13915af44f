package io.dynamoplanner.core.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReuseTest {
    private static TrafficWindow window(Map<Signal, Reading> readings) {
        return TrafficWindow.of(Instant.EPOCH, Duration.ofMinutes(1), readings);
    }

    @Test
    void whatIsReadCountsAndWhatIsNotStaysAsItWas() {
        Reuse first = Reuse.NONE.after(window(Map.of(Signal.KV_HIT_RATE, Reading.of(0.4, Instant.EPOCH))));
        Reuse second = first.after(window(Map.of(Signal.ACCEPT_LENGTH, Reading.of(1.8, Instant.EPOCH))));
        Reuse cold = second.after(window(Map.of(Signal.KV_HIT_RATE, Reading.of(0, Instant.EPOCH))));

        assertThat(first).isEqualTo(new Reuse(0.4, 1));
        assertThat(second).isEqualTo(new Reuse(0.4, 1.8));
        assertThat(cold).isEqualTo(new Reuse(0, 1.8));
        assertThat(Reuse.NONE.after(window(Map.of()))).isSameAs(Reuse.NONE);
    }
}
