package io.dynamoplanner.k8s.lease;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTimesTest {
    @ParameterizedTest
    @CsvSource({
        "PT15.5S, PT10S, PT2S, PT2S, whole seconds",
        "PT10S, PT10S, PT2S, PT2S, longer than its renew deadline",
        "PT15S, PT10S, PT5S, PT2S, more than 2.2 retry periods",
        "PT15S, PT10S, PT0S, PT2S, more than 2.2 retry periods",
        "PT15S, PT10S, PT2S, PT14S, margin must leave",
        "PT15S, PT10S, PT2S, -PT1S, margin must leave"
    })
    void timesThatDoNotFitTogetherAreRefused(
            Duration duration, Duration deadline, Duration retry, Duration margin, String why) {
        assertThatThrownBy(() -> new LeaseTimes(duration, deadline, retry, margin))
                .hasMessageContaining(why);
    }
}
