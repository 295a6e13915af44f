package io.dynamoplanner.predict.prophet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OurProphetTest {
    private static final int WINDOWS_A_DAY = 144;
    private static final ProphetOptions TEN_MINUTES = new ProphetOptions(Duration.ofMinutes(10), Optional.empty());

    private static Predictor fresh() {
        return ProphetFamily.ours(false, TEN_MINUTES).fresh();
    }

    /** A day that is quiet at night, on working days only if asked for. */
    private static double load(int window, boolean weekends) {
        double day = (double) window / WINDOWS_A_DAY;
        boolean weekend = weekends && Math.floorMod((int) Math.floor(day), 7) >= 5;
        return (weekend ? 60 : 100) + (weekend ? 20 : 80) * Math.sin(2 * Math.PI * day);
    }

    private static Predictor days(double days, boolean weekends) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        Predictor predictor = fresh();
        for (int i = 0; i < days * WINDOWS_A_DAY; i++) {
            predictor = predictor.observe(load(i, weekends) + 3 * random.nextGaussian());
        }
        return predictor;
    }

    @Test
    void aDayIsKnownAfterTwo() {
        Predictor predictor = days(3, false);
        for (int ahead : new int[] {1, 36, 72, 108, 144}) {
            Prediction prediction = predictor.predict(ahead);
            assertThat(prediction.point()).isCloseTo(load(3 * WINDOWS_A_DAY - 1 + ahead, false), within(12.0));
            assertThat(prediction.basis()).isEqualTo(Prediction.Basis.MODEL);
        }
    }

    @Test
    void aWeekIsKnownAfterTwo() {
        Predictor predictor = days(15, true);
        double workday = 0;
        double weekend = 0;
        for (int window = 0; window < WINDOWS_A_DAY; window++) {
            // The sixteenth day is the second of a week, four days later it is weekend.
            workday += predictor.predict(1 + window).point() / WINDOWS_A_DAY;
            weekend += predictor.predict(1 + window + 4 * WINDOWS_A_DAY).point() / WINDOWS_A_DAY;
        }
        assertThat(workday).isCloseTo(100, within(12.0));
        assertThat(weekend).isCloseTo(60, within(20.0));
    }

    @Test
    void windowsThatNobodyKnowsMoveTheClockOn() {
        int gap = 50;
        Predictor late = days(3, false).missed(gap);
        int next = 3 * WINDOWS_A_DAY + gap;
        assertThat(late.predict(1).point()).isCloseTo(load(next, false), within(12.0));
        assertThat(late.observe(load(next, false)).predict(20).point()).isCloseTo(load(next + 20, false), within(12.0));
        assertThat(late.last()).isEqualTo(days(3, false).last());
        assertThat(late.points()).isEqualTo(3 * WINDOWS_A_DAY);
    }

    @Test
    void afterAGapLongerThanTheHistoryTheLastValueIsAllThereIs() {
        Predictor forgotten = days(3, false).missed(Long.MAX_VALUE);
        assertThat(forgotten.predict(1)).isEqualTo(Prediction.tooFew(forgotten.last(), 0, 5));
        for (int i = 0; i < 5; i++) {
            forgotten = forgotten.observe(20 + i);
        }
        assertThat(forgotten.predict(1).basis()).isEqualTo(Prediction.Basis.MODEL);
        assertThat(forgotten.predict(1).point()).isCloseTo(25, within(1.0));
        assertThat(fresh().missed(5).points()).isZero();
    }

    @Test
    void historyIsBoundedAndStillForecasts() {
        // One-minute windows: 15 days of them are many more than there is room for.
        Predictor predictor = ProphetFamily.ours(false, new ProphetOptions(Duration.ofMinutes(1), Optional.empty()))
                .fresh();
        for (int i = 0; i < 20 * 1440; i++) {
            predictor = predictor.observe(100 + 80 * Math.sin(2 * Math.PI * i / 1440.0));
        }
        assertThat(predictor.snapshot().numbers().size()).isLessThan(2100);
        assertThat(predictor.points()).isEqualTo(20 * 1440);
        assertThat(predictor.predict(1).point()).isCloseTo(100, within(5.0));
        assertThat(predictor.predict(360).point()).isCloseTo(180, within(8.0));
        assertThat(predictor.predict(1080).point()).isCloseTo(20, within(8.0));
    }

    @Test
    void aWindowSizeThatIsAskedForIsHonoured() {
        Predictor predictor = ProphetFamily.ours(false, new ProphetOptions(Duration.ofMinutes(10), Optional.of(20)))
                .fresh();
        for (int i = 0; i < 100; i++) {
            predictor = predictor.observe(1000);
        }
        for (int i = 0; i < 20; i++) {
            predictor = predictor.observe(3);
        }
        assertThat(predictor.predict(1)).isEqualTo(new Prediction(3, 0, Prediction.Basis.MODEL));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void forecastsStayInReachOfTheHistory(boolean log1p) {
        for (int seed = 0; seed < 20; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Predictor predictor = ProphetFamily.ours(log1p, TEN_MINUTES).fresh();
            double max = 0;
            for (int i = 0; i < 60; i++) {
                double value = random.nextInt(4) == 0 ? 0 : Math.exp(6 * random.nextGaussian());
                max = Math.max(max, value);
                predictor = predictor.observe(value);
            }
            for (int ahead : new int[] {1, 2, 50, 100_000, Integer.MAX_VALUE}) {
                assertThat(predictor.predict(ahead).point()).isBetween(0.0, 2 * max);
                assertThat(predictor.predict(ahead).sigma()).isBetween(0.0, 2 * max);
            }
        }
    }

    @Test
    void whatIsOffTheCurveNowMostlyStaysForAWhile() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
        Predictor predictor = fresh();
        double off = 0;
        double error = 0;
        double spread = 0;
        int inside = 0;
        for (int i = 0; i < 500; i++) {
            off = 0.9 * off + 10 * random.nextGaussian();
            double value = 500 + off;
            if (i >= 400) {
                Prediction prediction = predictor.predict(1);
                error += Math.abs(value - prediction.point()) / 100;
                spread += prediction.sigma() / 100;
                inside += value <= prediction.upper(1.2816) ? 1 : 0;
            }
            predictor = predictor.observe(value);
        }
        assertThat(error).as("mean size of the step is 8, of the residual 18").isLessThan(10);
        assertThat(spread).isBetween(7.0, 14.0);
        assertThat(inside).isBetween(80, 99);
    }

    @Test
    void spreadGrowsWithTheHorizon() {
        Predictor predictor = days(1, false);
        double sigma = 0;
        for (int ahead = 1; ahead < 100; ahead += 9) {
            assertThat(predictor.predict(ahead).sigma()).isGreaterThan(sigma);
            sigma = predictor.predict(ahead).sigma();
        }
    }

    @Test
    void askingTwiceAndInAnyOrderGivesTheSame() {
        Predictor predictor = days(2.5, false);
        List<Prediction> forward = new ArrayList<>();
        for (int ahead = 1; ahead <= 10; ahead++) {
            forward.add(predictor.predict(ahead));
        }
        for (int ahead = 10; ahead >= 1; ahead--) {
            assertThat(predictor.predict(ahead)).isEqualTo(forward.get(ahead - 1));
        }
    }

    @Test
    void gapsSurviveASnapshot() {
        Predictor predictor = days(0.2, false).missed(7).observe(40).missed(3);
        Snapshot snapshot = predictor.snapshot();
        Predictor restored = ProphetFamily.ours(false, TEN_MINUTES).restore(snapshot);
        assertThat(restored.snapshot()).isEqualTo(snapshot);
        assertThat(restored.observe(50).predict(4))
                .isEqualTo(predictor.observe(50).predict(4));
    }

    @Test
    void brokenSnapshotsAreRefused() {
        ProphetFamily family = ProphetFamily.ours(false, TEN_MINUTES);
        List<Snapshot> broken = List.of(
                ProphetFamily.ours(true, TEN_MINUTES).fresh().snapshot(),
                new Snapshot("prophet", List.of()),
                new Snapshot("prophet", List.of(2.0, 1.0, 3.0)),
                new Snapshot("prophet", List.of(2.0, 1.0, 3.0, 8.0, 0.0, 1.0, 1.0, 8.0)),
                new Snapshot("prophet", List.of(2.0, 1.0, 3.0, 8.0, 1.0, 2.0, 1.0, 8.0)));
        for (Snapshot snapshot : broken) {
            assertThatThrownBy(() -> family.restore(snapshot)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void firstForecastsAreTheLastValueAndSaySo() {
        Predictor predictor = fresh();
        for (int i = 1; i <= 4; i++) {
            predictor = predictor.observe(10 * i);
            assertThat(predictor.predict(3)).isEqualTo(Prediction.tooFew(10 * i, i, 5));
        }
        assertThat(predictor.observe(50).predict(1).point()).isCloseTo(60, within(1.0));
    }
}
