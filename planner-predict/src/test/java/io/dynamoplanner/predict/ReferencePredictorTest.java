package io.dynamoplanner.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencePredictorTest {
    private static final ReferenceRuns RUNS = ReferenceRuns.load();

    static Stream<ReferenceRuns.Run> runs() {
        return RUNS.runs().stream();
    }

    @Test
    void seventyTwoRunsAreCompared() {
        assertThat(RUNS.runs()).hasSize(72);
        assertThat(RUNS.series()).hasSize(9);
        assertThat(RUNS.runs().stream().mapToInt(run -> run.forecasts().size()).sum())
                .isGreaterThan(9000);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyRecordedForecastIsReproduced(ReferenceRuns.Run run) {
        Predictor predictor = PredictorFamilies.reference(
                        run.predictor(), run.parameters(), run.log1p(), ReferenceRelease.FROM_1_6)
                .fresh();
        List<Double> values = RUNS.series().getOrDefault(run.series(), List.of());
        int fed = 0;
        for (ReferenceRuns.Forecast expected : run.forecasts()) {
            while (fed <= expected.index()) {
                predictor = predictor.observe(values.get(fed++));
            }
            String where = "after value " + expected.index();
            assertClose(predictor.predict(1).point(), expected.point(), where);
            assertClose(predictor.predict(1).point(), expected.again(), where + ", asked again");
            assertThat(predictor.last()).as(where).isEqualTo(expected.last());
        }
    }

    private static void assertClose(double actual, double expected, String where) {
        assertThat(actual).as(where).isCloseTo(expected, within(1e-10 * Math.max(1, Math.abs(expected))));
    }

    /** The series falls to zero; only the newest release stays there, and only it waits for five points. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BEFORE_1_6 | false | 100,70.154152,40.583976,20.204670,0.104355,-11.641615,-21.240835,-23.795887",
                "FROM_1_6   | false | 100,80,60,40,0.104355,0,0,0",
                "BEFORE_1_6 | true  | 100,71.661693,45.431387,28.877974,13.925933,6.438837,0.068825,0",
                "FROM_1_6   | true  | 100,80,60,40,13.925933,6.438837,0.068825,0",
            })
    void aFallToZeroIsForecastAsInEachRelease(ReferenceRelease release, boolean log1p, String expected) {
        Predictor fresh =
                KalmanFamily.of(KalmanParameters.DEFAULT, log1p, release).fresh();
        assertThat(forecasts(fresh, 100, 80, 60, 40, 20, 10, 0, 0)).containsExactly(rounded(expected), within(6e-7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | 1   | 5  | 3 | 0,0,10,12,10.108039989,13.245893901,45.472777741,51.201901057,49.133083005,"
                        + "46.008819265,8.752945718,-4.368323277",
                "1  | 0.1 | 10 | 5 | 0,0,10,12,11,13,40.824473307,50.409291871,52.536082829,51.930268835,"
                        + "30.164589768,14.404558056",
            })
    void minimumOfPointsHoldsWithoutTheClampToo(
            double qLevel, double qTrend, double r, int minPoints, String expected) {
        Predictor fresh = new KalmanFamily(
                        new KalmanParameters(qLevel, qTrend, r, minPoints),
                        false,
                        false,
                        true,
                        IdleSkip.UNTIL_FIRST_TRAFFIC)
                .fresh();
        assertThat(forecasts(fresh, 0, 0, 10, 12, 11, 13, 40, 42, 41, 40, 5, 0))
                .containsExactly(rounded(expected), within(6e-10));
    }

    @Test
    void forecastsBetweenTheValuesDoNotChangeTheNextOne() {
        Predictor asked = KalmanFamily.of(KalmanParameters.DEFAULT, false, ReferenceRelease.FROM_1_6)
                .fresh();
        Predictor silent = asked;
        for (double value : new double[] {10, 20, 30, 40, 50}) {
            asked.predict(1);
            asked.predict(7);
            asked = asked.observe(value);
            silent = silent.observe(value);
        }
        assertThat(silent.predict(1).point()).isCloseTo(59.9478225545025, within(1e-11));
        assertThat(asked.predict(1)).isEqualTo(silent.predict(1));
    }

    @Test
    void laterWindowsFollowTheTrendWithAGrowingSpread() {
        Predictor predictor = KalmanFamily.of(KalmanParameters.DEFAULT, false, ReferenceRelease.FROM_1_6)
                .fresh();
        for (int i = 1; i <= 50; i++) {
            predictor = predictor.observe(10 * i);
        }
        double sigma = 0;
        for (int k = 1; k <= 10; k++) {
            Prediction ahead = predictor.predict(k);
            assertThat(ahead.point()).isCloseTo(500 + 10 * k, within(0.01));
            assertThat(ahead.sigma()).isGreaterThan(sigma);
            sigma = ahead.sigma();
        }
    }

    /**
     * With no trend noise and a settled trend, the level is a random walk seen through noise. Its steady forecast variance s
     * solves s = r + q + p with p = (s - r) r / s, which for q = r = 1 gives s = (3 + √5) / 2.
     */
    @Test
    void spreadIsThatOfARandomWalkSeenThroughNoise() {
        Predictor predictor = KalmanFamily.of(new KalmanParameters(1, 0, 1, 0), false, ReferenceRelease.FROM_1_6)
                .fresh();
        for (int i = 0; i < 20_000; i++) {
            predictor = predictor.observe(7);
        }
        assertThat(predictor.predict(1).sigma()).isCloseTo(Math.sqrt((3 + Math.sqrt(5)) / 2), within(1e-4));
    }

    @Test
    void basisNamesWhatTheForecastStandsOn() {
        Predictor predictor = KalmanFamily.of(KalmanParameters.DEFAULT, true, ReferenceRelease.FROM_1_6)
                .fresh();
        assertThat(predictor.predict(1)).isEqualTo(new Prediction(0, 0, Prediction.Basis.NO_DATA));
        for (int i = 1; i <= 4; i++) {
            predictor = predictor.observe(8);
            assertThat(predictor.predict(1)).isEqualTo(Prediction.lastValue(8, 0, i + " of 5 values"));
        }
        assertThat(predictor.observe(8).predict(1).basis()).isEqualTo(Prediction.Basis.MODEL);
    }

    @Test
    void zeroAndNegativeNoiseIsLiftedToTheFloorsOfTheReference() {
        KalmanFamily negative = KalmanFamily.of(new KalmanParameters(-1, 0, -5, -1), false, ReferenceRelease.FROM_1_6);
        KalmanFamily floors =
                KalmanFamily.of(new KalmanParameters(1e-12, 1e-12, 1e-9, 0), false, ReferenceRelease.FROM_1_6);
        assertThat(forecasts(negative.fresh(), 5, 9, 2, 7)).containsExactly(forecasts(floors.fresh(), 5, 9, 2, 7));
        assertThatThrownBy(() -> new KalmanParameters(1, 1, Double.NaN, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kalman_r")
                .hasMessageContaining("NaN");
    }

    private static double[] forecasts(Predictor predictor, double... values) {
        double[] points = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            predictor = predictor.observe(values[i]);
            points[i] = predictor.predict(1).point();
        }
        return points;
    }

    private static double[] rounded(String numbers) {
        return Arrays.stream(numbers.split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
