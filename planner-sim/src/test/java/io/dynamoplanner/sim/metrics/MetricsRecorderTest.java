package io.dynamoplanner.sim.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.sim.metrics.MetricFaults.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scrapes each 5 s, windows of 20 s; a request with ISL 100 comes at each full second, unless said otherwise. */
final class MetricsRecorderTest {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Signal> OBSERVED =
            List.of(Signal.REQUESTS, Signal.ISL, Signal.OSL, Signal.TTFT, Signal.ITL, Signal.REQUEST_DURATION);

    private final FrontendCounters counters = new FrontendCounters(500, 50);

    @Test
    void aWindowHoldsTheIncreaseOfEachCounterAndTheMeansOfWhatHappenedInIt() {
        var recorder = recorder(0, MetricFaults.NONE);
        recorder.scrape();
        counters.started(100);
        counters.started(300);
        counters.firstToken(0.25);
        counters.completed(11, 0.5, 0.75);
        counters.completed(1, 0, 0.25);
        for (int i = 0; i < 4; i++) {
            recorder.scrape();
        }

        TrafficWindow window = recorder.windowsUntil(EPOCH.plusSeconds(20)).get(0);

        Instant end = EPOCH.plusSeconds(20);
        assertThat(window.get(Signal.REQUESTS)).isEqualTo(new Reading.Known(2, end));
        assertThat(window.get(Signal.ISL)).isEqualTo(new Reading.Known(200, end));
        assertThat(window.get(Signal.OSL)).isEqualTo(new Reading.Known(6, end));
        assertThat(window.get(Signal.TTFT)).isEqualTo(new Reading.Known(250, end));
        assertThat(window.get(Signal.ITL)).isEqualTo(new Reading.Known(50, end));
        assertThat(window.get(Signal.REQUEST_DURATION)).isEqualTo(new Reading.Known(0.5, end));
        assertThat(window.get(Signal.KV_HIT_RATE)).isInstanceOf(Reading.Unknown.class);
    }

    @Test
    void aWindowWithoutRequestsIsAConfirmedZeroWithUnknownMeans() {
        var recorder = recorder(0, MetricFaults.NONE);
        for (int i = 0; i < 5; i++) {
            recorder.scrape();
        }
        TrafficWindow window = recorder.windowsUntil(EPOCH.plusSeconds(20)).get(0);
        assertThat(window.get(Signal.REQUESTS)).isEqualTo(new Reading.Zero(EPOCH.plusSeconds(20)));
        for (Signal mean : OBSERVED.subList(1, OBSERVED.size())) {
            assertThat(window.get(mean))
                    .isInstanceOfSatisfying(
                            Reading.Unknown.class,
                            unknown -> assertThat(unknown.why()).isEqualTo(Reading.Cause.NOT_A_NUMBER));
        }
    }

    @Test
    void eachWindowIsGivenOnceAndEachRequestIsInOneWindow() {
        var recorder = recorder(0, MetricFaults.NONE);
        trafficUntil(recorder, 60);
        assertThat(requests(recorder.windowsUntil(EPOCH.plusSeconds(19)))).isEmpty();
        assertThat(requests(recorder.windowsUntil(EPOCH.plusSeconds(45)))).containsExactly(20.0, 20.0);
        assertThat(requests(recorder.windowsUntil(EPOCH.plusSeconds(45)))).isEmpty();
        assertThat(requests(recorder.windowsUntil(EPOCH.plusSeconds(60)))).containsExactly(20.0);
    }

    @Test
    void aScrapeDelayShiftsWhatAWindowSeesAndLosesNothing() {
        var recorder = recorder(2, MetricFaults.NONE);
        trafficUntil(recorder, 60);
        // The newest samples that could be queried at 20, 40 and 60 s are those of 15, 35 and 55 s.
        assertThat(requests(recorder.windowsUntil(EPOCH.plusSeconds(60)))).containsExactly(15.0, 20.0, 20.0);
    }

    @Test
    void lostScrapesInsideAWindowDoNoHarm() {
        var recorder = recorder(0, MetricFaults.of(new Outage(1, 19)));
        trafficUntil(recorder, 40);
        assertThat(requests(recorder.windowsUntil(EPOCH.plusSeconds(40)))).containsExactly(20.0, 20.0);
    }

    @Test
    void oneLostScrapeAtTheEndOnlyShiftsRequests() {
        var one = recorder(0, MetricFaults.of(new Outage(20, 21)));
        trafficUntil(one, 40);
        assertThat(requests(one.windowsUntil(EPOCH.plusSeconds(40)))).containsExactly(15.0, 25.0);
    }

    @Test
    void windowsWhoseEndsAreTooOldAreStaleAndTheOthersAreNot() {
        var recorder = recorder(0, MetricFaults.of(new Outage(29, 41)));
        trafficUntil(recorder, 80);
        List<TrafficWindow> windows = recorder.windowsUntil(EPOCH.plusSeconds(80));
        assertThat(windows).extracting(w -> cause(w)).containsExactly("", "STALE", "STALE", "");
        assertThat(windows.get(3).get(Signal.REQUESTS).value()).hasValue(20);
    }

    @Test
    void aQueryDuringAnOutageFails() {
        var recorder = recorder(0, MetricFaults.of(new Outage(40, 45)));
        trafficUntil(recorder, 60);
        List<TrafficWindow> windows = recorder.windowsUntil(EPOCH.plusSeconds(41));
        assertThat(windows).extracting(w -> cause(w)).containsExactly("FAILED", "FAILED");
        assertThat(requests(recorder.windowsUntil(EPOCH.plusSeconds(60)))).containsExactly(25.0);
    }

    private MetricsRecorder recorder(double delayS, MetricFaults faults) {
        return new MetricsRecorder(
                counters, new ScrapeSchedule(5, delayS), faults, new WindowGrid(EPOCH, Duration.ofSeconds(20)), 1);
    }

    /** A scrape comes before a request of the same instant. */
    private void trafficUntil(MetricsRecorder recorder, int endS) {
        for (int second = 0; second <= endS; second++) {
            if (second == recorder.nextScrapeAt()) {
                recorder.scrape();
            }
            counters.started(100);
        }
    }

    private static List<Double> requests(List<TrafficWindow> windows) {
        return windows.stream()
                .map(w -> w.get(Signal.REQUESTS).value().orElse(Double.NaN))
                .toList();
    }

    /** Why all signals of a window are unknown; empty if the requests are known. */
    private static String cause(TrafficWindow window) {
        if (window.get(Signal.REQUESTS) instanceof Reading.Unknown unknown) {
            for (Signal signal : OBSERVED) {
                assertThat(window.get(signal)).isEqualTo(unknown);
            }
            return unknown.why().name();
        }
        return "";
    }
}
