package io.dynamoplanner.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobustKalmanPredictorTest {
    private static final double Z90 = 1.2816;

    /** One-step mean absolute error, and how often the value stayed below the forecast's 90 % bound. */
    record Score(double error, double covered) {
        static Score of(PredictorFamily family, List<Double> values) {
            Predictor predictor = family.fresh();
            double error = 0;
            double covered = 0;
            for (int i = 0; i + 1 < values.size(); i++) {
                predictor = predictor.observe(values.get(i));
                double next = values.get(i + 1).isNaN() ? 0 : values.get(i + 1);
                Prediction prediction = predictor.predict(1);
                error += Math.abs(next - prediction.point());
                covered += next <= prediction.upper(Z90) ? 1 : 0;
            }
            int windows = values.size() - 1;
            return new Score(error / windows, covered / windows);
        }
    }

    @Test
    void onMostSeriesTheErrorIsThatOfTheBetterReferencePredictorOrLess() {
        StringBuilder table = new StringBuilder("\n");
        int[] good = {0};
        ReferenceRuns.load().series().forEach((name, values) -> {
            double constant =
                    Score.of(PredictorFamilies.ours("constant", false), values).error();
            double kalman = Score.of(
                            PredictorFamilies.reference(
                                    "kalman", KalmanParameters.DEFAULT, false, ReferenceRelease.FROM_1_6),
                            values)
                    .error();
            Score ours = Score.of(new RobustKalmanFamily(false), values);
            Score log = Score.of(new RobustKalmanFamily(true), values);
            good[0] += ours.error() <= 1.05 * Math.min(constant, kalman) ? 1 : 0;
            table.append(String.format(
                    "%-30s constant %10.3f kalman %10.3f ours %10.3f (%.2f) ours log1p %10.3f (%.2f)%n",
                    name, constant, kalman, ours.error(), ours.covered(), log.error(), log.covered()));
        });
        assertThat(good[0]).as(table.toString()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void nineOfTenValuesStayBelowTheNinetyPercentBound() {
        ReferenceRuns.load().series().forEach((name, values) -> {
            if (values.size() >= 200 && !name.equals("ramp")) {
                assertThat(Score.of(new RobustKalmanFamily(false), values).covered())
                        .as(name)
                        .isBetween(0.87, 0.93);
            }
        });
    }

    @Test
    void boundAlsoHoldsForSkewedErrors() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            values.add(50 - 20 * Math.log(1 - random.nextDouble()));
        }
        assertThat(Score.of(new RobustKalmanFamily(false), values).covered()).isBetween(0.88, 0.92);
    }

    /** The same series in another unit is the same series: thousandths and millions forecast alike. */
    @ParameterizedTest
    @ValueSource(doubles = {0x1p-40, 0x1p-3, 0x1p20})
    void thereIsNoScale(double unit) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        Predictor plain = new RobustKalmanFamily(false).fresh();
        Predictor scaled = plain;
        for (int i = 0; i < 500; i++) {
            double value = Math.max(0, 100 + 40 * Math.sin(i / 9.0) + 15 * random.nextGaussian());
            plain = plain.observe(value);
            scaled = scaled.observe(value * unit);
            // A power of two scales every rounding with it, so this is exact.
            assertThat(scaled.predict(3).point()).isEqualTo(plain.predict(3).point() * unit);
            assertThat(scaled.predict(3).sigma()).isCloseTo(plain.predict(3).sigma() * unit, within(1e-9 * unit));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forecastsStayBetweenZeroAndTwiceTheMaximum(boolean log1p) {
        for (int seed = 0; seed < 100; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Predictor predictor = new RobustKalmanFamily(log1p).fresh();
            double max = 0;
            for (int i = 0; i < 200; i++) {
                double value = random.nextInt(4) == 0 ? 0 : Math.exp(6 * random.nextGaussian());
                max = Math.max(max, value);
                predictor = predictor.observe(value);
                for (int k : new int[] {1, 2, 5, 50}) {
                    assertThat(predictor.predict(k).point()).isBetween(0.0, 2 * max);
                }
            }
        }
    }

    @Test
    void aCollapseToZeroLeavesNoTrendBelowIt() {
        Predictor predictor = new RobustKalmanFamily(false).fresh();
        for (double value : new double[] {100, 80, 60, 40, 20, 10, 0, 0, 0, 0}) {
            predictor = predictor.observe(value);
            assertThat(predictor.predict(1).point()).isNotNegative();
        }
        double afterOne = predictor.observe(50).predict(1).point();
        assertThat(afterOne).as("traffic is followed at once").isGreaterThan(15);
    }

    @Test
    void oneSpikeMovesTheForecastLittleAndASecondIsANewLevel() {
        Predictor steady = new RobustKalmanFamily(false).fresh();
        for (int i = 0; i < 60; i++) {
            steady = steady.observe(100 + (i % 2 == 0 ? 2 : -2));
        }
        Predictor spike = steady.observe(300);
        assertThat(spike.predict(1).point()).isBetween(95.0, 115.0);
        assertThat(spike.observe(100).predict(1).point()).isBetween(90.0, 115.0);
        assertThat(spike.observe(300).predict(1).point()).isCloseTo(300, within(1.0));
        assertThat(steady.observe(0).observe(0).predict(1).point()).isCloseTo(0, within(1.0));
    }

    @Test
    void trafficAfterALongIdleTimeIsBelievedAtOnce() {
        Predictor predictor = new RobustKalmanFamily(false).fresh();
        for (int i = 0; i < 20; i++) {
            predictor = predictor.observe(100);
        }
        for (int i = 0; i < 400; i++) {
            predictor = predictor.observe(0);
        }
        Prediction morning = predictor.observe(80).predict(1);
        assertThat(morning.point()).isCloseTo(80, within(1.0));
        assertThat(morning.sigma()).isGreaterThan(5);
    }

    @Test
    void aRampIsFollowedAndItsTrendFadesAhead() {
        Predictor predictor = new RobustKalmanFamily(false).fresh();
        for (int i = 1; i <= 100; i++) {
            predictor = predictor.observe(10 * i);
        }
        double step = predictor.predict(1).point();
        assertThat(step).isCloseTo(1010, within(2.0));
        double previousRise = 10;
        for (int k = 2; k <= 30; k++) {
            double next = predictor.predict(k).point();
            assertThat(next - step).isPositive().isLessThan(previousRise);
            previousRise = next - step;
            step = next;
        }
        assertThat(step).isLessThan(1000 + 10 / (1 - 0.9) + 10);
    }

    @Test
    void spreadGrowsWithTheHorizon() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        Predictor predictor = new RobustKalmanFamily(false).fresh();
        double walk = 1000;
        for (int i = 0; i < 300; i++) {
            walk += 10 * random.nextGaussian();
            predictor = predictor.observe(walk);
        }
        double sigma = predictor.predict(1).sigma();
        assertThat(sigma).as("steps of a random walk").isBetween(7.0, 15.0);
        for (int k = 2; k <= 100; k++) {
            assertThat(predictor.predict(k).sigma()).isGreaterThan(sigma);
            sigma = predictor.predict(k).sigma();
        }
        assertThat(sigma).isBetween(60.0, 400.0);
    }

    @Test
    void firstForecastsStandOnWhatThereIs() {
        Predictor one = new RobustKalmanFamily(false).fresh().observe(6);
        assertThat(one.predict(4)).isEqualTo(Prediction.lastValue(6, 0, "1 of 2 values"));
        Prediction two = one.observe(10).predict(1);
        assertThat(two.basis()).isEqualTo(Prediction.Basis.MODEL);
        assertThat(two.point()).as("between last value and straight line").isBetween(10.0, 14.0);
        assertThat(two.sigma()).isEqualTo(4);
    }
}
