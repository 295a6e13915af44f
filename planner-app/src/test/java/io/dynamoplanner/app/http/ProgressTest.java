package io.dynamoplanner.app.http;

import static io.dynamoplanner.app.http.FakeOperations.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Test
    void aLoopLivesAsLongAsItWaitsForWhatItSaidAndTheGrace() {
        Progress sleeping = Progress.beat(START, Duration.ofMinutes(3));

        assertThat(sleeping.isAlive(START, GRACE)).isTrue();
        assertThat(sleeping.isAlive(START.plusSeconds(210), GRACE)).isTrue();
        assertThat(sleeping.isAlive(START.plusSeconds(210).plusMillis(1), GRACE))
                .isFalse();
    }

    @Test
    void ofManyLoopsTheOneThatIsDueFirstCounts() {
        Progress late = Progress.beat(START, Duration.ofSeconds(5));

        assertThat(Progress.slowest(List.of(Progress.beat(START, Duration.ofSeconds(60)), late)))
                .contains(late);
        assertThat(Progress.slowest(List.of())).isEmpty();
    }
}
