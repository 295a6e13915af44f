package io.dynamoplanner.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a series holds, a forecast is a number that could be a load, or says that there is none. */
class BadInputTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int FURTHEST = 30;
    /** A trend may go on for a while; nothing makes ours expect more than twice what has been. */
    private static final double MOST = 2.0001;
    /** Margins reach at most to twice the largest error, and the spread of the first forecasts a little further. */
    private static final double MOST_DEMAND = 10;

    /** A window of which nothing is known. */
    private static final double GAP = Double.NEGATIVE_INFINITY;

    /** A gap here is one of months. */
    private static final int LONG_GAP = 20;

    private static final Map<String, double[]> SERIES = Map.ofEntries(
            Map.entry("empty", new double[0]),
            Map.entry("one value", new double[] {42}),
            Map.entry("nothing but gaps", series(12, i -> GAP)),
            Map.entry("nothing but NaN", series(12, i -> Double.NaN)),
            Map.entry("zeros", series(40, i -> 0)),
            Map.entry("the same value again and again", series(40, i -> 100)),
            Map.entry("gaps in between", series(40, i -> i % 3 == 1 ? GAP : 100 + i % 7)),
            Map.entry("a gap of months", series(40, i -> i == LONG_GAP ? GAP : 100 + i % 7)),
            Map.entry("NaN in between", series(40, i -> i % 4 == 2 ? Double.NaN : 100 + i % 5)),
            Map.entry("a step to zero and back", series(40, i -> i >= 15 && i < 28 ? 0 : 100)),
            Map.entry("steps of one window", series(40, i -> i % 2 == 0 ? 100 : 0)),
            Map.entry("very large", series(40, i -> 1e12 * (1 + i % 3))),
            Map.entry("very small", series(40, i -> 1e-12 * (1 + i % 3))),
            Map.entry("very large and very small", series(40, i -> i % 2 == 0 ? 1e12 : 1e-12)),
            Map.entry("growing tenfold", series(24, i -> Math.pow(10, i - 12))),
            Map.entry("shrinking tenfold", series(24, i -> Math.pow(10, 12 - i))),
            Map.entry("infinite", series(30, i -> i % 5 == 3 ? Double.POSITIVE_INFINITY : 7 + i % 2)),
            Map.entry("negative", series(30, i -> i % 3 == 0 ? -50 : 20)),
            Map.entry("the largest numbers", series(30, i -> i % 3 == 0 ? Double.MAX_VALUE : 1e300)));

    private static double[] series(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).toArray();
    }

    private static Stream<Arguments> ours() {
        return PredictorFamilies.known().stream()
                .flatMap(name -> Stream.of(false, true)
                        .map(log1p -> Arguments.of(
                                name + (log1p ? " log1p" : ""), PredictorFamilies.ours(name, log1p, MINUTE))));
    }

    private static Stream<Arguments> references() {
        return Stream.of("constant", "kalman", "arima", "prophet")
                .flatMap(name -> Arrays.stream(ReferenceRelease.values())
                        .filter(release -> !name.equals("prophet")
                                || release == ReferenceRelease.BEFORE_0_8
                                || release == ReferenceRelease.FROM_1_6)
                        .flatMap(release -> Stream.of(false, true)
                                .map(log1p ->
                                        PredictorFamilies.reference(name, KalmanParameters.DEFAULT, log1p, release))))
                .distinct()
                .map(family -> Arguments.of(family.name(), family));
    }

    private static Predictor fed(PredictorFamily family, double[] values, int count) {
        Predictor predictor = family.fresh();
        for (int i = 0; i < count; i++) {
            predictor = values[i] == GAP ? predictor.missed(i == LONG_GAP ? 100_000 : 1) : predictor.observe(values[i]);
        }
        return predictor;
    }

    /** Lengths at which a forecast is asked for: an arima or prophet forecast is a fit. */
    private static List<Integer> lengths(PredictorFamily family, double[] values) {
        return Stream.of(2, 17, fits(family) ? 30 : 40)
                .map(length -> Math.min(length, values.length))
                .distinct()
                .toList();
    }

    private static boolean fits(PredictorFamily family) {
        return family.name().equals("arima") || family.name().equals("prophet");
    }

    private static double largest(double[] values, int count) {
        return Arrays.stream(values, 0, count).filter(Double::isFinite).max().orElse(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ours")
    void oursForecastsNoMoreThanTwiceWhatHasBeen(String name, PredictorFamily family) {
        SERIES.forEach((what, values) -> {
            for (int count : lengths(family, values)) {
                Predictor predictor = fed(family, values, count);
                double most = MOST * Math.max(0, largest(values, count));
                for (int k = 1; k <= FURTHEST; k++) {
                    Prediction ahead = predictor.predict(k);
                    assertThat(ahead.point())
                            .as("%s, %d values, %d ahead", what, count, k)
                            .isBetween(0.0, most);
                    assertThat(ahead.sigma()).isFinite().isNotNegative();
                    assertThat(ahead.basis() == Prediction.Basis.NO_DATA)
                            .as(what)
                            .isEqualTo(predictor.points() == 0);
                }
            }
        });
    }

    /** The reference's arithmetic is kept as it is: a straight line or an exponential may go on for ever. */
    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("references")
    void theReferencesForecastsAreNumbersAllTheSame(String name, PredictorFamily family) {
        SERIES.forEach((what, values) -> {
            for (int count : lengths(family, values)) {
                Predictor predictor = fed(family, values, count);
                for (int k = 1; k <= FURTHEST; k++) {
                    Prediction ahead = predictor.predict(k);
                    assertThat(ahead.point()).as("%s, %d ahead", what, k).isFinite();
                    assertThat(ahead.sigma()).isFinite().isNotNegative();
                }
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ours")
    void theDemandIsALoadThatCouldCome(String name, PredictorFamily family) {
        SERIES.forEach((what, values) -> {
            for (Demand demand : demands(family, new Quantile(0.95, 1.6449), values)) {
                assertThat(demand.requests())
                        .as("%s: %s", what, demand)
                        .isBetween(0.0, MOST_DEMAND * Math.max(0, largest(values, values.length)));
                assertThat(demand.isl()).isFinite().isNotNegative();
            }
        });
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("references")
    void theDemandOfAReferenceIsNeverNegative(String name, PredictorFamily family) {
        SERIES.forEach((what, values) -> {
            for (Demand demand : demands(family, Quantile.POINT, values)) {
                assertThat(demand.requests())
                        .as("%s: %s", what, demand)
                        .isFinite()
                        .isNotNegative();
                assertThat(demand.expectedRequests()).isFinite().isNotNegative();
            }
        });
    }

    /** What a planner sizes for after each window. A number that no count can be is an unknown reading. */
    private static List<Demand> demands(PredictorFamily family, Quantile quantile, double[] values) {
        var grid = new WindowGrid(Instant.EPOCH, MINUTE);
        var forecaster = new DemandForecaster(
                grid,
                family,
                new DemandForecaster.Settings(
                        quantile.isPoint() ? Duration.ZERO : MINUTE.multipliedBy(4),
                        quantile,
                        IdleRule.DEMAND_ZERO,
                        Map.of()));
        DemandState state = forecaster.fresh();
        var demands = new ArrayList<Demand>();
        for (int i = 0; i < (fits(family) ? Math.min(12, values.length) : values.length); i++) {
            Instant at = grid.startOf(i);
            var window = TrafficWindow.of(
                    at,
                    MINUTE,
                    Map.of(
                            Signal.REQUESTS, Reading.of(values[i], at),
                            Signal.ISL, Reading.of(1000, at),
                            Signal.OSL, Reading.of(100, at)));
            state = forecaster.advance(state, List.of(window), grid.startOf(i + 1), MINUTE.multipliedBy(4));
            demands.add(state.current());
        }
        return demands;
    }
}
