package io.dynamoplanner.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.forecast.Prediction;
import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.forecast.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every family. */
class PredictorContractTest {

    static Stream<PredictorFamily> families() {
        return Stream.of(
                PredictorFamilies.ours("constant", false),
                PredictorFamilies.ours("kalman", false),
                PredictorFamilies.ours("kalman", true),
                PredictorFamilies.ours("prophet", false),
                PredictorFamilies.ours("prophet", true),
                reference("prophet", false, ReferenceRelease.FROM_1_6),
                reference("prophet", true, ReferenceRelease.BEFORE_1_1),
                PredictorFamilies.ours("arima", false),
                PredictorFamilies.ours("arima", true),
                reference("arima", false, ReferenceRelease.FROM_1_6),
                reference("arima", true, ReferenceRelease.FROM_1_6),
                PredictorFamilies.ours("adaptive", false, Duration.ofMinutes(1)),
                PredictorFamilies.ours("auto", false, Duration.ofMinutes(3)),
                reference("kalman", false, ReferenceRelease.FROM_1_6),
                reference("kalman", true, ReferenceRelease.FROM_1_6),
                reference("kalman", false, ReferenceRelease.BEFORE_1_6),
                reference("constant", false, ReferenceRelease.BEFORE_1_6));
    }

    private static PredictorFamily reference(String name, boolean log1p, ReferenceRelease release) {
        return PredictorFamilies.reference(name, KalmanParameters.DEFAULT, log1p, release);
    }

    @ParameterizedTest
    @MethodSource("families")
    void aRestoredPredictorGoesOnBitForBit(PredictorFamily family) {
        // A prophet forecast is a fit of milliseconds.
        int seeds = family.name().equals("prophet") ? 4 : 200;
        for (int seed = 0; seed < seeds; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Predictor original = family.fresh();
            int handOver = random.nextInt(40);
            for (int i = 0; i < handOver; i++) {
                original = original.observe(value(random));
                original = random.nextInt(20) == 0 ? original.warmedUp() : original;
            }
            Snapshot snapshot = original.snapshot();
            Predictor restored = family.restore(snapshot);
            assertThat(snapshot.family()).isEqualTo(family.name());
            for (int i = 0; i < 40; i++) {
                assertThat(restored.snapshot()).isEqualTo(original.snapshot());
                assertThat(restored.predict(1 + i % 4)).isEqualTo(original.predict(1 + i % 4));
                double next = value(random);
                original = original.observe(next);
                restored = restored.observe(next);
            }
        }
    }

    private static double value(RandomGenerator random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> Double.NaN;
            case 2 -> 1e6 * random.nextDouble();
            default -> 100 + 10 * random.nextGaussian();
        };
    }

    /** A configuration that is read again and says the same must not make the planner learn anew. */
    @Test
    void familiesOfTheSameOptionsAreEqualAndOthersAreNot() {
        List<PredictorFamily> once = families().toList();
        List<PredictorFamily> again = families().toList();

        for (int i = 0; i < once.size(); i++) {
            for (int k = 0; k < once.size(); k++) {
                if (i != k && once.get(i).name().equals("constant")) {
                    continue; // has no options that matter here
                }
                assertThat(once.get(i).equals(again.get(k)))
                        .as("%s %d, %s %d", once.get(i).name(), i, again.get(k).name(), k)
                        .isEqualTo(i == k);
            }
            assertThat(once.get(i)).hasSameHashCodeAs(again.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void observingLeavesThePredictorAsItWas(PredictorFamily family) {
        Predictor before = family.fresh().observe(10).observe(14).observe(11);
        Snapshot snapshot = before.snapshot();
        assertThat(before.observe(500).snapshot()).isNotEqualTo(snapshot);
        before.predict(3);
        before.warmedUp();
        assertThat(before.snapshot()).isEqualTo(snapshot);
    }

    @ParameterizedTest
    @MethodSource("families")
    void everythingStaysFiniteOnAbsurdSeries(PredictorFamily family) {
        List<List<Double>> absurd = List.of(
                List.of(0.0, 0.0, 0.0),
                List.of(5.0),
                List.of(1e12, 1e12, 3e12),
                List.of(1e-12, 2e-12, 0.0, 1e-12),
                List.of(Double.NaN, Double.NaN, 4.0, Double.NaN),
                List.of(100.0, 100.0, 0.0, 0.0, 100.0, 100.0, 0.0),
                List.of(Double.MAX_VALUE, 1.0, Double.MAX_VALUE, 0.0, 2.0),
                List.of(-3.0, -Double.MAX_VALUE, 7.0),
                List.of(Double.POSITIVE_INFINITY, 3.0, Double.NEGATIVE_INFINITY),
                List.of(Double.MIN_VALUE, 0.0, Double.MIN_VALUE, 1.0));
        for (List<Double> series : absurd) {
            Predictor predictor = family.fresh();
            int rounds = family.name().equals("prophet") ? 4 : 20;
            for (int round = 0; round < rounds; round++) {
                for (double value : series) {
                    predictor = predictor.observe(value);
                    for (int k : new int[] {1, 2, 100, Integer.MAX_VALUE}) {
                        Prediction ahead = predictor.predict(k);
                        assertThat(ahead.point()).isFinite();
                        assertThat(ahead.sigma()).isFinite().isNotNegative();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void anIdleStartIsNotLearnedAndNeitherIsOneAfterTheWarmUp(PredictorFamily family) {
        Predictor idle = family.fresh().observe(0).observe(Double.NaN).observe(0);
        assertThat(idle.points()).isZero();
        assertThat(idle.last()).isZero();
        assertThat(idle.predict(1).basis()).isEqualTo(Prediction.Basis.NO_DATA);

        Predictor warm = idle.observe(10).observe(0).observe(12);
        assertThat(warm.points()).isEqualTo(3);
        assertThat(warm.last()).isEqualTo(12);
        Predictor live = warm.warmedUp();
        assertThat(live.predict(2)).isEqualTo(warm.predict(2));
        assertThat(live.observe(0).observe(0).points()).isEqualTo(3);
        assertThat(live.observe(0).observe(11).observe(0).points()).isEqualTo(5);
        assertThat(live.observe(0).observe(11).snapshot())
                .as("as if nobody knew the idle start")
                .isEqualTo(warm.missed(1).observe(11).snapshot());
    }

    @ParameterizedTest
    @EnumSource(IdleSkip.class)
    void eachRuleDropsItsOwnZeros(IdleSkip rule) {
        for (PredictorFamily family : List.of(
                new ConstantFamily(rule), new KalmanFamily(KalmanParameters.DEFAULT, false, true, true, rule))) {
            int atStart = family.fresh().observe(0).points();
            int afterWarmUp = family.fresh().observe(5).warmedUp().observe(0).points() - 1;
            assertThat(List.of(atStart, afterWarmUp))
                    .isEqualTo(
                            switch (rule) {
                                case NEVER -> List.of(1, 1);
                                case WHILE_EMPTY -> List.of(0, 1);
                                case UNTIL_FIRST_TRAFFIC -> List.of(0, 0);
                            });
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void theWindowsAheadStartAtOne(PredictorFamily family) {
        Predictor predictor = family.fresh().observe(1).observe(2);
        assertThatThrownBy(() -> predictor.predict(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void snapshotsOfAnotherPredictorAreRefused() {
        PredictorFamily raw = PredictorFamilies.ours("kalman", false);
        List<Snapshot> foreign = List.of(
                PredictorFamilies.ours("constant", false).fresh().snapshot(),
                PredictorFamilies.ours("kalman", true).fresh().snapshot(),
                reference("kalman", false, ReferenceRelease.FROM_1_6).fresh().snapshot(),
                new Snapshot("kalman", List.of()),
                new Snapshot("kalman", List.of(4.0)));
        for (Snapshot snapshot : foreign) {
            assertThatThrownBy(() -> raw.restore(snapshot))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("kalman");
        }
    }

    @Test
    void unknownNamesAreRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> PredictorFamilies.ours("oracle", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("load_predictor 'oracle' is not known; use one of "
                        + String.join(", ", PredictorFamilies.known()));
        assertThatThrownBy(() -> PredictorFamilies.reference(
                        "oracle", KalmanParameters.DEFAULT, false, ReferenceRelease.FROM_1_6))
                .hasMessageContaining("oracle");
    }
}
