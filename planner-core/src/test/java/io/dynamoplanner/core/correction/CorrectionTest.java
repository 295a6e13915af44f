package io.dynamoplanner.core.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrectionTest {
    private static final DampedCorrection DAMPED = DampedCorrection.DEFAULT;

    @Test
    void theWorkedExampleGivesTheReferencesFactors() {
        var concurrency = DecodeConcurrency.perWorker(18000, 5, 2.4, 180);
        assertThat(concurrency).hasValue(48.0);

        var rule = new LastWindowCorrection();
        assertThat(rule.next(1, 90, 60.45866867507649, 18000)).isEqualTo(1.4886202751782003);
        assertThat(rule.next(1, 8, 9.740428116692607, 18000)).isEqualTo(0.8213191354792755);
    }

    @Test
    void withoutDecodeWorkersThereIsNoConcurrency() {
        assertThat(DecodeConcurrency.perWorker(18000, 0, 2.4, 180)).isEmpty();
        assertThat(DecodeConcurrency.perWorker(Double.NaN, 2, 2.4, 180)).isEmpty();
    }

    @Test
    void theLastWindowRuleTakesAnIdleWindowAsZeroAndSkipsWhatIsNotANumber() {
        var rule = new LastWindowCorrection();

        assertThat(rule.next(1.2, 0, 50, 0)).isZero();
        assertThat(rule.next(1.2, Double.NaN, 50, 10)).isEqualTo(1.2);
        assertThat(rule.next(1.2, 10, 0, 10)).isEqualTo(1.2);
    }

    @Test
    void noCorrectionTrustsTheProfile() {
        assertThat(new NoCorrection().next(1.7, 90, 10, 1000)).isEqualTo(1.0);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 10.4, 10, 1000, 1.0, inside the dead band",
        "1.0, 20, 10, 5,      1.0, too few requests",
        "1.4, NaN, 10, 1000,  1.4, not a number",
        "1.4, 0, 10, 1000,    1.4, an idle window",
        "1.0, 20, 10, 1000,   1.2311444133449163, 2 to the power 0.3",
        "1.0, 400, 10, 1000,  1.25, bounded step",
        "1.0, 0.1, 10, 1000,  0.8, bounded step down",
        "1.9, 900, 10, 1000,  2.0, upper bound",
        "0.5, 1, 10, 1000,    0.5, lower bound",
        "9.0, 10.4, 10, 1,    2.0, a factor from elsewhere is brought into range",
    })
    void theDampedRuleMovesByWorkedSteps(
            double previous, double observed, double expected, double requests, double next, String why) {
        assertThat(DAMPED.next(previous, observed, expected, requests)).as(why).isCloseTo(next, within(1e-12));
    }

    @Test
    void theDampedRuleSettlesAtTheTruthWithinItsDeadBand() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        double factor = 1;
        double undampedTravel = 0;
        double travel = 0;
        double lastRatio = 1;
        double meanLog = 0;
        for (int i = 0; i < 200; i++) {
            double ratio = 1.5 * Math.exp(0.2 * random.nextGaussian());
            double next = DAMPED.next(factor, 10 * ratio, 10, 500);
            travel += Math.abs(next - factor);
            undampedTravel += Math.abs(ratio - lastRatio);
            factor = next;
            lastRatio = ratio;
            meanLog += i < 20 ? 0 : Math.log(factor) / 180;
        }
        assertThat(Math.exp(meanLog)).isCloseTo(1.5, within(0.05));
        assertThat(travel).isLessThan(undampedTravel / 2);

        for (int i = 0; i < 50; i++) {
            factor = DAMPED.next(factor, 8, 10, 500);
        }
        assertThat(factor).isCloseTo(0.8, within(0.8 * 0.05));
    }

    @Test
    void badSettingsAreRefusedByName() {
        assertThatThrownBy(() -> new DampedCorrection(0, 1.25, 0.05, 0.5, 2, 20))
                .hasMessageContaining("weight")
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> new DampedCorrection(0.3, 1, 0.05, 0.5, 2, 20)).hasMessageContaining("maxStep");
        assertThatThrownBy(() -> new DampedCorrection(0.3, 1.25, 0.05, 1.5, 2, 20))
                .hasMessageContaining("min");
    }
}
