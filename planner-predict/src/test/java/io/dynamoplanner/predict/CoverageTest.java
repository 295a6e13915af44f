package io.dynamoplanner.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The share of the requests that come in windows with no more load than was sized for is the one that was asked for. */
class CoverageTest {
    private static final WindowGrid GRID = new WindowGrid(Instant.EPOCH, Duration.ofMinutes(1));
    private static final Quantile P90 = new Quantile(0.9, 1.2816);
    private static final Quantile P95 = new Quantile(0.95, 1.6449);
    private static final Quantile P99 = new Quantile(0.99, 2.3263);
    /** Windows before anything can be said about a quantile. */
    private static final int FIRST = 20;

    @ParameterizedTest(name = "{0}: within {1} points")
    @CsvSource({"servegen_mlarge_day03_x0.02_60s, 1", "servegen_mmid_day04_x0.002_60s, 1", "azure2023_conv_10s, 2"})
    void asManyRequestsAsPromisedComeInWindowsThatWereSizedFor(String series, double points) throws IOException {
        List<TrafficSample> samples = read(series);
        for (Quantile quantile : List.of(P90, P95, P99)) {
            double[] covered = covered(samples, quantile);
            for (int load = 0; load < covered.length; load++) {
                assertThat(100 * covered[load])
                        .as("level %s, load %s", quantile.level(), load)
                        .isCloseTo(100 * quantile.level(), within(points));
            }
        }
    }

    /** Shares of the requests in windows that were covered by count, by prompt tokens and by answer tokens. */
    private static double[] covered(List<TrafficSample> samples, Quantile quantile) {
        var forecaster = new DemandForecaster(
                GRID,
                PredictorFamilies.ours("kalman", false),
                new DemandForecaster.Settings(Duration.ZERO, quantile, IdleRule.DEMAND_ZERO, Map.of()));
        DemandState state = forecaster.fresh();
        var covered = new double[3];
        double all = 0;
        for (int k = 0; k < samples.size(); k++) {
            TrafficSample sample = samples.get(k);
            if (k > FIRST) {
                double[] came = loads(sample);
                double[] sizedFor = loads(state.current());
                for (int load = 0; load < came.length; load++) {
                    // a sum of tokens that is divided by a length and multiplied again may lose its last digit
                    covered[load] += came[load] <= sizedFor[load] * (1 + 1e-12) ? sample.requests() : 0;
                }
                all += sample.requests();
            }
            state = forecaster.advance(state, List.of(window(k, sample)), GRID.startOf(k + 1L), Duration.ZERO);
        }
        return new double[] {covered[0] / all, covered[1] / all, covered[2] / all};
    }

    private static double[] loads(TrafficSample sample) {
        return new double[] {
            sample.requests(), sample.requests() * sample.isl(), sample.requests() * sample.osl(),
        };
    }

    private static double[] loads(Demand demand) {
        Demand prefill = demand.forRole(Role.PREFILL);
        Demand decode = demand.forRole(Role.DECODE);
        return new double[] {
            demand.requests(), prefill.requests() * prefill.isl(), decode.requests() * decode.osl(),
        };
    }

    private static TrafficWindow window(int index, TrafficSample sample) {
        Instant end = GRID.startOf(index + 1L);
        return TrafficWindow.of(
                GRID.startOf(index),
                GRID.length(),
                Map.of(
                        Signal.REQUESTS, Reading.of(sample.requests(), end),
                        Signal.ISL, Reading.of(sample.isl(), end),
                        Signal.OSL, Reading.of(sample.osl(), end)));
    }

    private static List<TrafficSample> read(String series) throws IOException {
        var samples = new ArrayList<TrafficSample>();
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(
                        CoverageTest.class.getResourceAsStream("series/" + series + ".csv.gz"), series)),
                StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] row = line.split(",", -1);
                samples.add(new TrafficSample(
                        Double.parseDouble(row[1]), Double.parseDouble(row[3]), Double.parseDouble(row[4])));
            }
        }
        return samples;
    }
}
