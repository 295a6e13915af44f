package io.dynamoplanner.predict.auto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.forecast.Predictor;
import io.dynamoplanner.core.forecast.Snapshot;
import io.dynamoplanner.predict.KalmanParameters;
import io.dynamoplanner.predict.PredictorFamilies;
import io.dynamoplanner.predict.ReferenceRelease;
import io.dynamoplanner.predict.auto.AutoFamily.Candidate;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class AutoPredictorTest {
    private static final Candidate LAST = new Candidate("constant", PredictorFamilies.ours("constant", false));
    private static final Candidate TREND = new Candidate(
            "kalman",
            PredictorFamilies.reference("kalman", KalmanParameters.DEFAULT, false, ReferenceRelease.FROM_1_6));
    private static final AutoFamily FAMILY = new AutoFamily(List.of(LAST, TREND));

    private static Predictor ramp(Predictor from, int windows) {
        Predictor predictor = from;
        double start = from.last();
        for (int i = 1; i <= windows; i++) {
            predictor = predictor.observe(start + 50 * i);
        }
        return predictor;
    }

    private static String choice(Predictor predictor) {
        return predictor.choice().orElseThrow();
    }

    @Test
    void theFirstAnswersUntilAnotherHasProvedBetter() {
        Predictor early = ramp(FAMILY.fresh(), 8);
        assertThat(choice(early)).isEqualTo("constant");
        assertThat(early.predict(1).point()).isEqualTo(early.last());
        Predictor later = ramp(early, 50);
        assertThat(choice(later)).isEqualTo("kalman");
        assertThat(later.predict(1).point()).isGreaterThan(later.last() + 25);
    }

    @Test
    void itComesBackWhenTheLoadIsAnother() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(2);
        Predictor predictor = ramp(FAMILY.fresh(), 60);
        double level = predictor.last();
        for (int i = 0; i < 200; i++) {
            level = i % 4 == 0 ? 500 + 1000 * random.nextDouble() : level;
            predictor = predictor.observe(level);
        }
        assertThat(choice(predictor)).isEqualTo("constant");
    }

    @Test
    void twoThatAreEquallyGoodDoNotTakeTurns() {
        Candidate same = new Candidate("twin", PredictorFamilies.ours("constant", false));
        Predictor predictor = new AutoFamily(List.of(LAST, same)).fresh();
        for (int i = 0; i < 300; i++) {
            predictor = predictor.observe(100 + i % 17);
            assertThat(choice(predictor)).isEqualTo("constant");
        }
    }

    @Test
    void onNoiseTheChoiceSettles() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        Predictor predictor =
                PredictorFamilies.ours("auto", false, Duration.ofMinutes(1)).fresh();
        int changes = 0;
        for (int i = 0; i < 1000; i++) {
            Predictor next = predictor.observe(100 + 20 * random.nextGaussian());
            changes += choice(next).equals(choice(predictor)) ? 0 : 1;
            predictor = next;
        }
        assertThat(changes).isLessThanOrEqualTo(2);
    }

    @Test
    void anIdleStartIsNobodysLoss() {
        Predictor warm = ramp(FAMILY.fresh(), 60).warmedUp();
        Predictor idle = warm;
        for (int i = 0; i < 100; i++) {
            idle = idle.observe(0);
        }
        assertThat(choice(idle)).isEqualTo("kalman");
        assertThat(idle.points()).isEqualTo(warm.points());
    }

    @Test
    void snapshotsOfOtherCandidatesAreRefused() {
        Snapshot two = ramp(FAMILY.fresh(), 5).snapshot();
        assertThatThrownBy(() -> new AutoFamily(List.of(LAST)).restore(two))
                .hasMessageContaining("other candidates, start fresh");
        assertThatThrownBy(() -> new AutoFamily(List.of(TREND, LAST)).restore(two))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> FAMILY.restore(new Snapshot("auto", two.numbers().subList(0, 9))))
                .hasMessageContaining("ends inside candidate");
        assertThatThrownBy(() -> FAMILY.restore(new Snapshot("auto", List.of())))
                .hasMessageContaining("0 numbers");
        assertThatThrownBy(() -> FAMILY.restore(new Snapshot("kalman", two.numbers())))
                .hasMessageContaining("'kalman'");
    }

    @Test
    void candidatesNeedNamesOfTheirOwn() {
        assertThatThrownBy(() -> new AutoFamily(List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new AutoFamily(List.of(LAST, LAST))).hasMessageContaining("'constant' is there twice");
    }
}
