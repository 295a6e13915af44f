package io.dynamoplanner.metrics.prometheus;

import static io.dynamoplanner.metrics.prometheus.Reader.cause;
import static io.dynamoplanner.metrics.prometheus.Reader.scope;
import static io.dynamoplanner.metrics.prometheus.Reader.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.reading.Reading.Cause;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.testing.prometheus.OpenMetricsText;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is counted in a window, by a real Prometheus server. */
@TestInstance(Lifecycle.PER_CLASS)
class TrafficCountingTest {
    private static final String MODEL = "tiny";

    private PrometheusServer server;
    private Reader reader;

    @BeforeAll
    void collect() {
        var text = new OpenMetricsText();
        steady(5).write(text);
        steady(15).write(text);
        steady(28).write(text);
        steady(30).write(text);
        Frontend.of("bursts", MODEL, bursts()).write(text);
        Frontend.of("first", MODEL, t -> t < 1000 ? -1 : 1).write(text);
        Frontend.of("reset", MODEL, t -> t < 2000 ? 2 * t : 2 * (t - 2000)).write(text);
        Frontend.of("idle", MODEL, t -> 500).write(text);
        Frontend.of("late", MODEL, t -> 4 * t).scraped(15, 1234, 3600).write(text);
        Frontend.of("stopped", MODEL, t -> 4 * t).scraped(15, 4, 1500).write(text);
        Frontend.of("nan", MODEL, t -> t < 2000 ? t : Double.NaN).write(text);
        partial(text);
        Frontend.of("grown", MODEL, t -> 2 * t).write(text);
        Frontend.of("grown", MODEL, t -> 8 * (t - 2100))
                .target(Frontend.target("grown", "grown-1"))
                .scraped(15, 2110, 3600)
                .write(text);
        server = PrometheusServer.start(text.toString());
        reader = new Reader(server.url(), TrafficMetrics.FRONTEND);
    }

    @AfterAll
    void close() {
        if (server != null) {
            reader.close();
            server.close();
        }
    }

    private static TrafficScope aiming(String namespace) {
        return scope(namespace, MODEL).aimingAt(Frontend.Lengths.HALF);
    }

    /** Seven requests a second. */
    private static Frontend steady(double scrape) {
        return Frontend.of("steady-" + (int) scrape, MODEL, t -> 900 + 7 * t).scraped(scrape, scrape / 3.7, 3600);
    }

    /** Now and then some requests at once, between them nothing. */
    private static DoubleUnaryOperator bursts() {
        var random = new Random(11);
        double[] times = random.doubles(80, 0, 3600).sorted().toArray();
        int[] sizes = random.ints(80, 1, 40).toArray();
        return t -> {
            double n = 10;
            for (int i = 0; i < times.length && times[i] <= t; i++) {
                n += sizes[i];
            }
            return n;
        };
    }

    /** Two frontends; one cannot be scraped any more from 1800 s on, one is taken away at 2400 s. */
    private static void partial(OpenMetricsText text) {
        Frontend.of("partial", MODEL, t -> 3 * t).write(text);
        Frontend lost = Frontend.of("partial", MODEL, t -> 5 * t).target(Frontend.target("partial", "partial-1"));
        Frontend until = lost.scraped(15, 4, 1800);
        until.write(text);
        lost.writeUp(text, 1801, 3600, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 180",
        "5, 60",
        "5, 7",
        "15, 180",
        "15, 60",
        "15, 100",
        "15, 37.5",
        "28, 60",
        "28, 180",
        "30, 60",
        "30, 45",
        "30, 3000"
    })
    void steadyRateIsCountedWithinOnePercent(int scrape, double window) {
        for (double start : new double[] {331, 338.2, 345.9, 352.4}) {
            TrafficWindow read = reader.window(aiming("steady-" + scrape), start, window);

            assertThat(value(read, Signal.REQUESTS)).isCloseTo(7 * window, within(0.07 * window));
            assertThat(value(read, Signal.ISL)).isCloseTo(700, within(7.0));
            assertThat(value(read, Signal.OSL)).isCloseTo(40, within(0.4));
            assertThat(value(read, Signal.TTFT)).isCloseTo(58, within(0.58));
            assertThat(value(read, Signal.ITL)).isCloseTo(6, within(0.06));
            assertThat(value(read, Signal.TTFT_INSIDE)).isCloseTo(0.5, within(1e-6));
            assertThat(value(read, Signal.ITL_INSIDE)).isCloseTo(0.5, within(1e-6));
            assertThat(value(read, Signal.REQUEST_DURATION)).isCloseTo(0.292, within(0.003));
        }
    }

    @Test
    void everyRequestIsCountedOnceHoweverTheyCome() {
        List<TrafficWindow> windows = reader.windows(scope("bursts", MODEL), 300, 60, 50);

        double counted =
                windows.stream().mapToDouble(w -> value(w, Signal.REQUESTS)).sum();

        // The newest samples before 300 s and 3300 s.
        assertThat(counted).isCloseTo(bursts().applyAsDouble(3289) - bursts().applyAsDouble(289), within(1e-6));
        assertThat(windows).anyMatch(w -> w.get(Signal.REQUESTS) instanceof Reading.Zero);
    }

    @Test
    void historyIsTheSameAsOneWindowAfterTheOther() {
        List<TrafficWindow> windows = reader.windows(scope("bursts", MODEL), 300, 60, 10);

        for (int i = 0; i < 10; i++) {
            assertThat(windows.get(i)).isEqualTo(reader.window(scope("bursts", MODEL), 300 + 60 * i, 60));
        }
    }

    @Test
    void theVeryFirstRequestCounts() {
        List<TrafficWindow> windows = reader.windows(scope("first", MODEL), 840, 60, 5);

        assertThat(cause(windows.get(0), Signal.REQUESTS)).isEqualTo(Cause.EMPTY);
        assertThat(windows.stream()
                        .skip(2)
                        .map(w -> w.get(Signal.REQUESTS).value().orElse(-1)))
                .containsExactly(1.0, 0.0, 0.0);
    }

    @Test
    void windowWithoutRequestsIsAConfirmedZeroInEverySignalButTheSharesOfRequests() {
        TrafficWindow read = reader.window(aiming("idle"), 600, 60);

        List<Signal> shares = List.of(Signal.TTFT_INSIDE, Signal.ITL_INSIDE);
        assertThat(RequestSignals.SIGNALS)
                .filteredOn(s -> !shares.contains(s))
                .allSatisfy(s -> assertThat(read.get(s)).isInstanceOf(Reading.Zero.class));
        assertThat(shares).allSatisfy(s -> assertThat(cause(read, s)).isEqualTo(Cause.EMPTY));
    }

    @Test
    void restartedFrontendCountsOn() {
        for (int i = 0; i < 8; i++) {
            TrafficWindow window = reader.window(aiming("reset"), 1800 + 60 * i, 60);
            assertThat(value(window, Signal.TTFT_INSIDE)).isCloseTo(0.5, within(0.01));
            assertThat(value(window, Signal.ITL_INSIDE)).isCloseTo(0.5, within(0.01));
            assertThat(value(window, Signal.REQUESTS)).isCloseTo(120, within(0.05 * 120));
            assertThat(value(window, Signal.ISL)).isCloseTo(700, within(7.0));
        }
    }

    @Test
    void windowsBeforeTheFirstSampleAreUnknown() {
        List<TrafficWindow> windows = reader.windows(scope("late", MODEL), 1080, 60, 5);

        // The first scrape, at 1234 s, is inside of the third window.
        assertThat(windows.subList(0, 3))
                .allSatisfy(w -> assertThat(cause(w, Signal.REQUESTS)).isEqualTo(Cause.EMPTY));
        assertThat(value(windows.get(3), Signal.REQUESTS)).isCloseTo(240, within(2.4));
    }

    @Test
    void windowAfterTheLastSampleIsStaleAndThenEmpty() {
        List<TrafficWindow> windows = reader.windows(scope("stopped", MODEL), 1440, 60, 7);

        // The last sample is of 1489 s.
        assertThat(value(windows.get(0), Signal.REQUESTS)).isCloseTo(240, within(2.4));
        assertThat(cause(windows.get(1), Signal.REQUESTS)).isEqualTo(Cause.STALE);
        assertThat(cause(windows.get(2), Signal.ISL)).isEqualTo(Cause.STALE);
        assertThat(cause(windows.get(6), Signal.REQUESTS)).isEqualTo(Cause.EMPTY);
    }

    @Test
    void counterThatIsNoNumberIsUnknown() {
        TrafficWindow read = reader.window(aiming("nan"), 2010, 60);

        assertThat(RequestSignals.SIGNALS)
                .allSatisfy(s -> assertThat(cause(read, s)).isEqualTo(Cause.NOT_A_NUMBER));
    }

    @Test
    void frontendThatCannotBeScrapedMakesTheCountUnknownInsteadOfLower() {
        assertThat(value(reader.window(scope("partial", MODEL), 1620, 60), Signal.REQUESTS))
                .isCloseTo(480, within(4.8));
        for (TrafficWindow window : reader.windows(scope("partial", MODEL), 1770, 60, 14)) {
            assertThat(cause(window, Signal.REQUESTS)).isIn(Cause.FAILED, Cause.STALE);
        }
        // After a quarter of an hour it counts no more as a frontend, and that is said.
        assertThat(value(reader.window(scope("partial", MODEL), 2820, 60), Signal.REQUESTS))
                .isCloseTo(180, within(1.8));
        assertThat(reader.traffic.noticed(scope("partial", MODEL).graph()))
                .extracting(Finding::code)
                .containsExactly("traffic-targets-down");
    }

    @Test
    void frontendThatComesCountsFromThenOn() {
        List<TrafficWindow> windows = reader.windows(scope("grown", MODEL), 1980, 60, 10);

        // Two requests a second, and another eight from 2110 s on.
        assertThat(value(windows.get(1), Signal.REQUESTS)).isCloseTo(120, within(1.2));
        assertThat(value(windows.get(2), Signal.REQUESTS)).isCloseTo(120 + 8 * 50, within(8 * 15.0));
        for (TrafficWindow window : windows.subList(3, 7)) {
            assertThat(value(window, Signal.REQUESTS)).isCloseTo(600, within(6.0));
        }
    }
}
