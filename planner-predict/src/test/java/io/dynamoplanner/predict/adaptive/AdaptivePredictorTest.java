package io.dynamoplanner.predict.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.time.Duration;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptivePredictorTest {
    private static final AdaptiveFamily FAMILY = new AdaptiveFamily(Duration.ofMinutes(10));
    private static final int DAY = 144;

    private static RandomGenerator random(int seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Predictor fed(Predictor from, int windows, IntToDoubleFunction load) {
        Predictor predictor = from;
        for (int i = 0; i < windows; i++) {
            predictor = predictor.observe(load.applyAsDouble(i));
        }
        return predictor;
    }

    private static Predictor noisy(double level, double deviation, int windows) {
        RandomGenerator random = random(1);
        return fed(FAMILY.fresh(), windows, i -> Math.max(0, level + deviation * random.nextGaussian()));
    }

    private static double next(Predictor predictor) {
        return predictor.predict(1).point();
    }

    @ParameterizedTest
    @CsvSource({"100, 250", "100, 3000", "1000, 300", "1000, 1", "50, 120"})
    void aStepIsFollowedInTwoWindows(double from, double to) {
        Predictor steady = noisy(from, from / 20, 200);
        assertThat(next(steady)).isCloseTo(from, within(0.1 * from));
        Predictor after = steady.observe(to).observe(to);
        assertThat(next(after)).isCloseTo(to, within(0.1 * to));
    }

    @Test
    void whereTheLoadScattersASpikeMovesTheForecastLittle() {
        Predictor spike = noisy(100, 5, 300).observe(300);
        assertThat(next(spike)).isBetween(90.0, 130.0);
        assertThat(next(spike.observe(100))).isBetween(90.0, 130.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 50, 500})
    void afterAnOutageTheLoadIsWhereItWas(int silent) {
        Predictor steady = noisy(100, 5, 300);
        Predictor down = fed(steady, silent, i -> 0);
        if (silent > 1) {
            assertThat(next(down)).as("nothing comes").isZero();
        } else {
            assertThat(next(down)).as("one strange window").isCloseTo(100, within(10.0));
        }
        Predictor back = down.observe(98);
        assertThat(next(back)).isCloseTo(100, within(10.0));
        assertThat(back.predict(1).sigma())
                .as("nobody learned from the outage")
                .isCloseTo(steady.predict(1).sigma(), within(2.0));
    }

    @Test
    void aHigherLoadAfterAnOutageIsBelievedAtOnce() {
        Predictor down = fed(noisy(100, 5, 300), 20, i -> 0);
        assertThat(next(down.observe(220))).isCloseTo(220, within(10.0));
        assertThat(next(down.observe(40).observe(40))).isCloseTo(40, within(10.0));
    }

    @Test
    void whereOutagesLastTheFirstSilentWindowIsBelieved() {
        Predictor predictor = noisy(100, 5, 300);
        for (int outage = 0; outage < 3; outage++) {
            predictor = fed(fed(predictor, 5, i -> 0), 100, i -> 100);
        }
        assertThat(next(predictor.observe(0))).isZero();
    }

    @Test
    void aLoadThatIsOftenSilentIsLearnedAsItIs() {
        RandomGenerator random = random(4);
        Predictor bursts = fed(FAMILY.fresh(), 500, i -> random.nextInt(3) == 0 ? 90 : 0);
        assertThat(next(bursts.observe(0))).isBetween(0.5, 60.0);
        assertThat(next(bursts.observe(0).observe(0))).isBetween(0.5, 60.0);
    }

    @Test
    void aLoadThatEbbsAwayIsNotAnOutage() {
        Predictor ebbed = fed(FAMILY.fresh(), 100, i -> Math.max(0, 100 - 1.3 * i));
        assertThat(next(ebbed)).isCloseTo(0, within(1.0));
        assertThat(next(ebbed.observe(0).observe(2))).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 10, 1000, Long.MAX_VALUE / 4})
    void windowsThatNobodyKnowsChangeNeitherLevelNorSpread(long windows) {
        Predictor steady = noisy(100, 5, 300);
        Predictor later = steady.missed(windows);
        assertThat(next(later)).isCloseTo(next(steady), within(8.0));
        assertThat(next(later.observe(101))).isCloseTo(100, within(10.0));
        assertThat(later.points()).isEqualTo(steady.points());
        assertThat(later.predict(1).sigma()).isEqualTo(steady.predict(1).sigma());
    }

    private static double day(int window) {
        return 1000 - 800 * Math.cos(2 * Math.PI * window / DAY) + (window % DAY == 60 ? 1500 : 0);
    }

    @Test
    void aDayThatComesAgainIsKnown() {
        Predictor predictor = fed(FAMILY.fresh(), 6 * DAY, AdaptivePredictorTest::day);
        double ours = 0;
        double lastValue = 0;
        for (int i = 6 * DAY; i < 7 * DAY; i++) {
            ours += Math.abs(next(predictor) - day(i));
            lastValue += Math.abs(predictor.last() - day(i));
            predictor = predictor.observe(day(i));
        }
        assertThat(ours).isLessThan(0.4 * lastValue);
    }

    @Test
    void theTimeOfDayGoesOnWhileNobodyLooks() {
        IntToDoubleFunction nightAndDay = window -> window % DAY < DAY / 2 ? 100 : 400;
        Predictor predictor = fed(FAMILY.fresh(), 9 * DAY + DAY / 2 - 40, nightAndDay);
        Predictor beforeTheStep = predictor.missed(39).observe(100);
        assertThat(next(beforeTheStep)).as("the step of every day").isGreaterThan(1.5 * next(predictor));
    }

    @Test
    void aRampIsFollowed() {
        Predictor predictor = fed(FAMILY.fresh(), 100, i -> 10 * i);
        assertThat(next(predictor)).isCloseTo(1000, within(5.0));
        assertThat(predictor.predict(10).point()).isBetween(1010.0, 1200.0);
    }

    @Test
    void whatSwingsBackIsKnownToSwingBack() {
        RandomGenerator random = random(8);
        double[] load = new double[600];
        load[0] = 100;
        for (int i = 1; i < load.length; i++) {
            load[i] = 100 - 0.9 * (load[i - 1] - 100) + 5 * random.nextGaussian();
        }
        Predictor predictor = FAMILY.fresh();
        double ours = 0;
        double mean = 0;
        for (int i = 0; i < load.length; i++) {
            if (i >= 100) {
                ours += Math.abs(next(predictor) - load[i]);
                mean += Math.abs(100 - load[i]);
            }
            predictor = predictor.observe(load[i]);
        }
        assertThat(ours / 500).as("mean of the noise is 4").isLessThan(4.6).isLessThan(0.6 * mean / 500);
    }

    @Test
    void forecastsStayBetweenZeroAndTwiceTheMaximum() {
        for (int seed = 0; seed < 60; seed++) {
            RandomGenerator random = random(seed);
            Predictor predictor = FAMILY.fresh();
            double max = 0;
            for (int i = 0; i < 200; i++) {
                double value = random.nextInt(4) == 0 ? 0 : Math.exp(6 * random.nextGaussian());
                max = Math.max(max, value);
                predictor = random.nextInt(9) == 0 ? predictor.missed(random.nextInt(300)) : predictor.observe(value);
                for (int k : new int[] {1, 2, 5, 50}) {
                    assertThat(predictor.predict(k).point()).isBetween(0.0, 2 * max);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-12, 1, 1e12})
    void anyUnitWillDo(double unit) {
        RandomGenerator random = random(6);
        Predictor predictor = fed(FAMILY.fresh(), 400, i -> unit * (100 + 5 * random.nextGaussian()));
        assertThat(next(predictor)).isCloseTo(100 * unit, within(5 * unit));
        assertThat(predictor.predict(1).sigma()).isBetween(3 * unit, 8 * unit);
        Predictor stepped = predictor.observe(300 * unit).observe(300 * unit);
        assertThat(next(stepped)).isCloseTo(300 * unit, within(10 * unit));
    }

    @Test
    void aConstantStaysAConstant() {
        Predictor predictor = fed(FAMILY.fresh(), 2000, i -> 7);
        assertThat(next(predictor)).isCloseTo(7, within(1e-9));
        assertThat(predictor.predict(30).point()).isCloseTo(7, within(1e-9));
        assertThat(next(predictor.observe(8).observe(8))).isCloseTo(8, within(0.3));
    }

    @Test
    void spreadGrowsOnARandomWalkAndHardlyAroundAMean() {
        RandomGenerator random = random(3);
        double[] walk = {1000};
        Predictor walking = fed(FAMILY.fresh(), 400, i -> walk[0] += 10 * random.nextGaussian());
        assertThat(walking.predict(1).sigma()).isBetween(7.0, 15.0);
        assertThat(walking.predict(16).sigma() / walking.predict(1).sigma()).isBetween(3.0, 5.5);
        Predictor staying = noisy(1000, 10, 400);
        assertThat(staying.predict(16).sigma() / staying.predict(1).sigma()).isBetween(0.99, 1.5);
    }

    @Test
    void firstForecastsStandOnWhatThereIs() {
        assertThat(FAMILY.fresh().missed(5).predict(1)).isEqualTo(new Prediction(0, 0, Prediction.Basis.NO_DATA));
        Predictor one = FAMILY.fresh().observe(6);
        assertThat(one.predict(4)).isEqualTo(Prediction.lastValue(6, 0, "1 of 2 values"));
        Prediction two = one.observe(10).predict(1);
        assertThat(two.basis()).isEqualTo(Prediction.Basis.MODEL);
        assertThat(two.point()).isBetween(6.0, 12.0);
        assertThat(two.sigma()).isCloseTo(4, within(0.1));
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> new AdaptiveFamily(Duration.ZERO)).hasMessageContaining("window must be positive");
        assertThatThrownBy(() -> FAMILY.fresh().observe(1).missed(-1)).hasMessageContaining("-1");
        Snapshot other =
                new AdaptiveFamily(Duration.ofHours(1)).fresh().observe(1).snapshot();
        assertThatThrownBy(() -> FAMILY.restore(other)).hasMessageContaining("another window length, start fresh");
        assertThatThrownBy(() -> FAMILY.restore(new Snapshot("kalman", other.numbers())))
                .hasMessageContaining("'kalman'");
    }

    @Test
    void windowsTooLongForASeasonHaveNone() {
        Predictor daily = fed(new AdaptiveFamily(Duration.ofDays(2)).fresh(), 50, i -> 100 + i % 2);
        assertThat(next(daily)).isCloseTo(100.5, within(1.0));
    }
}
