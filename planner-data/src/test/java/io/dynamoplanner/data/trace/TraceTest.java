package io.dynamoplanner.data.trace;

import static io.dynamoplanner.data.file.TestFiles.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.data.series.SeriesReader;
import io.dynamoplanner.data.series.TrafficSeries;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static Trace at(double... seconds) {
        int[] isl = new int[seconds.length];
        int[] osl = new int[seconds.length];
        Arrays.fill(isl, 100);
        Arrays.fill(osl, 10);
        return Trace.of(seconds, isl, osl);
    }

    private static Trace code() {
        return TraceReader.read(resource("traces/azure2023_code_first500.csv.gz"))
                .trace();
    }

    private static List<Double> counts(TrafficSeries series) {
        return series.samples().stream().map(TrafficSample::requests).toList();
    }

    @Test
    void windowsBetweenTheFirstAndTheLastRequestAreDense() {
        var series = Trace.of(new double[] {0, 5, 35}, new int[] {100, 300, 500}, new int[] {10, 30, 50})
                .windows(10);
        assertThat(series.startSeconds()).isZero();
        assertThat(series.samples())
                .containsExactly(
                        new TrafficSample(2, 200, 20),
                        TrafficSample.IDLE,
                        TrafficSample.IDLE,
                        new TrafficSample(1, 500, 50));
        assertThat(series.busyWindows())
                .containsExactly(
                        new TrafficSeries.Window(0, new TrafficSample(2, 200, 20)),
                        new TrafficSeries.Window(30, new TrafficSample(1, 500, 50)));
    }

    @Test
    void noWindowStandsBeforeTheFirstRequest() {
        var series = at(35, 55).windows(10);
        assertThat(series.startSeconds()).isEqualTo(30);
        assertThat(counts(series)).containsExactly(1.0, 0.0, 1.0);
        assertThat(series.startOf(2)).isEqualTo(50);

        var long30 = at(0, 125).windows(30);
        assertThat(counts(long30)).containsExactly(1.0, 0.0, 0.0, 0.0, 1.0);
        assertThat(long30.startOf(4)).isEqualTo(120);
    }

    @Test
    void anEmptyTraceHasNoWindows() {
        assertThat(at().windows(10).samples()).isEmpty();
        assertThat(at().meanIsl()).isZero();
    }

    @Test
    void windowsOfARealTraceAreThePublishedCounts() {
        // The first minute of the code trace, whose counts per minute come with it.
        var published = SeriesReader.read(resource("series/azure2023_code_60s.csv.gz"));
        var counted = code().windows(60);
        for (int i = 0; i < 3; i++) {
            TrafficSample expected = published.samples().get(i);
            assertThat(counted.samples().get(i).requests()).isEqualTo(expected.requests());
            assertThat(counted.samples().get(i).isl()).isCloseTo(expected.isl(), within(0.005));
            assertThat(counted.samples().get(i).osl()).isCloseTo(expected.osl(), within(0.005));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 1, 7, 60, 1e6})
    void windowsLoseNoRequestAndNoToken(double seconds) {
        Trace trace = code();
        double requests = 0;
        double tokens = 0;
        for (TrafficSample sample : trace.windows(seconds).samples()) {
            requests += sample.requests();
            tokens += sample.requests() * sample.isl();
        }
        assertThat(requests).isEqualTo(trace.size());
        assertThat(tokens).isCloseTo(trace.meanIsl() * trace.size(), within(1e-3));
    }

    @Test
    void tooManyWindowsAreRefusedBeforeTheyAreMade() {
        assertThatThrownBy(() -> at(0, 1e9).windows(0.001))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("choose a longer window");
        assertThatThrownBy(() -> at(0, 1).windows(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> at(0, 1).windows(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStretchedTraceKeepsItsRequestsAndLastsLonger() {
        Trace trace = code();
        Trace stretched = trace.timeScale(2);
        assertThat(stretched.size()).isEqualTo(trace.size());
        assertThat(stretched.endSeconds()).isEqualTo(2 * trace.endSeconds());
        assertThat(stretched.windows(120).samples()).isEqualTo(trace.windows(60).samples());
        assertThat(trace.timeScale(1)).isEqualTo(trace);
    }

    @Test
    void aSliceCountsTimeFromItsStart() {
        Trace trace = at(0, 10, 20, 20, 29.5, 30);
        assertThat(trace.slice(20, 30)).isEqualTo(at(0, 0, 9.5));
        assertThat(trace.slice(31, 99).isEmpty()).isTrue();
        assertThat(trace.slice(0, 1e9)).isEqualTo(trace);
        assertThatThrownBy(() -> trace.slice(5, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trace.slice(-1, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1, 1.5, 2, 3.25, 10})
    void aRateScaledTraceHasTheWantedNumberInTheSameTimeWithTheSameMix(double factor) {
        Trace trace = code();
        Trace scaled = trace.rateScale(factor, 17);
        assertThat(trace.rateScale(factor, 17)).isEqualTo(scaled);

        // A coin per request: five standard deviations.
        double fraction = factor - Math.floor(factor);
        double tolerance = 5 * Math.sqrt(trace.size() * fraction * (1 - fraction));
        assertThat((double) scaled.size()).isCloseTo(factor * trace.size(), within(tolerance));
        assertThat(scaled.endSeconds()).isLessThanOrEqualTo(trace.endSeconds());
        assertThat(IntStream.range(1, scaled.size())
                        .allMatch(i -> scaled.arrivalSeconds(i - 1) <= scaled.arrivalSeconds(i)))
                .isTrue();
        assertThat(scaled.meanIsl()).isCloseTo(trace.meanIsl(), within(0.25 * trace.meanIsl()));
    }

    @Test
    void copiesComeShortlyAfterTheirOriginalAndNotWithIt() {
        Trace scaled = at(100, 200, 300).rateScale(3, 5);
        assertThat(scaled.size()).isEqualTo(9);
        for (int i = 0; i < 6; i++) {
            double original = 100 * (1 + i / 3);
            assertThat(scaled.arrivalSeconds(i)).isBetween(original, original + 0.5);
        }
        assertThat(scaled.arrivalSeconds(1)).isGreaterThan(100);
        assertThat(scaled.endSeconds()).isEqualTo(300);
        assertThat(at(1, 2, 3).rateScale(1, 9)).isEqualTo(at(1, 2, 3));
        assertThat(code().rateScale(0.5, 1)).isNotEqualTo(code().rateScale(0.5, 2));
    }

    @Test
    void impossibleFactorsAreRefused() {
        for (double factor : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
            assertThatThrownBy(() -> code().rateScale(factor, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> code().timeScale(Double.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> code().timeScale(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void impossibleRequestsAreRefused() {
        assertThatThrownBy(() -> at(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> at(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trace.of(new double[] {1}, new int[] {-1}, new int[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Trace.of(new double[] {1}, new int[] {}, new int[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sortingKeepsTheOrderOfRequestsAtTheSameTime() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        for (int n : new int[] {2, 3, 17, 1000}) {
            double[] seconds = random.doubles(n).map(d -> Math.floor(d * n / 3)).toArray();
            int[] number = IntStream.range(0, n).toArray();
            Trace trace = Trace.of(seconds, number, new int[n]);
            var seen = new boolean[n];
            for (int i = 0; i < n; i++) {
                seen[trace.isl(i)] = true;
                assertThat(trace.arrivalSeconds(i)).isEqualTo(seconds[trace.isl(i)]);
                if (i > 0 && trace.arrivalSeconds(i) == trace.arrivalSeconds(i - 1)) {
                    assertThat(trace.isl(i)).isGreaterThan(trace.isl(i - 1));
                } else if (i > 0) {
                    assertThat(trace.arrivalSeconds(i)).isGreaterThan(trace.arrivalSeconds(i - 1));
                }
            }
            assertThat(seen).doesNotContain(false);
        }
    }
}
