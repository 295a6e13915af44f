package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.data.config.ConfigLoader;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryLengthTest {
    private static HistoryLength of(double seconds, int window) {
        return HistoryLength.of(
                ConfigLoader.load(Optional.of("{\"forecast_history_seconds\": " + seconds + "}"), Map.of(), Map.of()),
                Duration.ofSeconds(window));
    }

    @Test
    void aWeekOfMinutesIsReadAsAskedFor() {
        HistoryLength week = of(604_800, 60);

        assertThat(week.windows()).isEqualTo(10_080);
        assertThat(week.findings()).isEmpty();
        assertThat(of(7200, 180).windows()).isEqualTo(40);
        assertThat(of(0, 60).windows()).isZero();
    }

    @Test
    void moreIsCutAndAFindingNamesTheLengthTheCutAndTheRemedy() {
        HistoryLength month = of(2_592_000, 60);

        assertThat(month.windows()).isEqualTo(10_080);
        assertThat(month.findings())
                .extracting(Finding::line)
                .containsExactly("forecast_history_seconds: asks for 43200 windows of 60 s, of which the newest 10080"
                        + " are read: 604800 s; set it to 604800, or lengthen throughput_adjustment_interval_seconds");
    }
}
