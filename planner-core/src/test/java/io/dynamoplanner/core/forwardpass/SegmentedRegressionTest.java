package io.dynamoplanner.core.forwardpass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.engine.TestProfiles;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Worked examples of the reference's regression. */
class SegmentedRegressionTest {
    private static final Offset<Double> EQUAL = within(1e-9);

    private static FittedLine fit(int minPasses, Workload workload, ForwardPass... passes) {
        Fit fit = new SegmentedRegression(minPasses).fit(workload, List.of(passes));
        assertThat(fit).isInstanceOf(Fit.Fitted.class);
        return ((Fit.Fitted) fit).line();
    }

    @Test
    void threePromptsGiveAStraightLine() {
        FittedLine line = fit(
                3,
                Workload.PREFILL,
                ForwardPass.prefill(10, 10),
                ForwardPass.prefill(20, 20),
                ForwardPass.prefill(30, 30));

        assertThat(line.ms(40, 0, 0)).isCloseTo(40, EQUAL);
    }

    @Test
    void decodeIsLinearInSequencesAndKvTokens() {
        FittedLine line = fit(
                3,
                Workload.DECODE,
                ForwardPass.decode(1, 10, 7),
                ForwardPass.decode(2, 10, 9),
                ForwardPass.decode(1, 20, 12));

        assertThat(line.ms(0, 2, 20)).isCloseTo(14, EQUAL);
    }

    @Test
    void mixedPassesAreLinearInPromptAndKvTokens() {
        FittedLine line = fit(
                3,
                Workload.MIXED,
                ForwardPass.mixed(10, 1, 10, 15),
                ForwardPass.mixed(20, 1, 10, 25),
                ForwardPass.mixed(10, 1, 20, 20));

        assertThat(line.ms(20, 7, 20)).isCloseTo(30, EQUAL);
    }

    @Test
    void aSlopeThatWouldBeNegativeIsLeftOut() {
        double[] n = {8, 16, 24, 32, 40, 48};
        double[] k = {16_000, 33_000, 47_000, 66_000, 79_000, 98_000};
        FittedLine line = fit(
                6,
                Workload.DECODE,
                IntStream.range(0, 6)
                        .mapToObj(i -> ForwardPass.decode(n[i], k[i], 5 + 0.07 * n[i] - 0.00003 * k[i]))
                        .toArray(ForwardPass[]::new));

        assertThat(line.base()).isCloseTo(5.006, EQUAL);
        assertThat(line.first()).isCloseTo(0.00925, EQUAL);
        assertThat(line.second()).isZero();
        assertThat(line.ms(0, 32, 60_000)).isCloseTo(5.302, EQUAL);
        assertThat(line.ms(0, 32, 80_000)).isCloseTo(5.302, EQUAL);
    }

    @Test
    void passesThatGetFasterWithMoreWorkGiveNoModel() {
        Fit fit = new SegmentedRegression(4)
                .fit(
                        Workload.DECODE,
                        List.of(
                                ForwardPass.decode(1, 100, 9),
                                ForwardPass.decode(2, 200, 8),
                                ForwardPass.decode(3, 310, 7),
                                ForwardPass.decode(4, 390, 6)));

        assertThat(fit).isInstanceOf(Fit.NotFitted.class);
    }

    @Test
    void promptsBendTheLineOnce() {
        FittedLine line = fit(
                5,
                Workload.PREFILL,
                ForwardPass.prefill(59, 31.7),
                ForwardPass.prefill(120, 45),
                ForwardPass.prefill(1500, 40),
                ForwardPass.prefill(5000, 54),
                ForwardPass.prefill(8000, 100),
                ForwardPass.prefill(12_000, 130),
                ForwardPass.prefill(20_000, 226),
                ForwardPass.prefill(50_000, 729),
                ForwardPass.prefill(100_000, 1568));

        assertThat(line.base()).isCloseTo(35.661174562332796, EQUAL);
        assertThat(line.first()).isCloseTo(0.0032429893044163445, EQUAL);
        assertThat(line.above() - line.first()).isCloseTo(0.010390456464640846, EQUAL);
        assertThat(line.knot()).isEqualTo(5000);
        assertThat(line.ms(1000, 0, 0)).isCloseTo(38.904163866749144, EQUAL);
        assertThat(line.ms(100_000, 0, 0)).isCloseTo(1347.0534691448477, within(1e-7));
    }

    @Test
    void aMeasuredProfileGivesTheCoefficientsOfTheReference() {
        PassModel model = PassModel.learn(
                new SegmentedRegression(5),
                new PassModel.Retention(64, 16),
                ProfilePasses.of(TestProfiles.named(TestProfiles.H200)).passes());

        assertThat(model.fit(Workload.PREFILL)).isInstanceOfSatisfying(Fit.Fitted.class, fitted -> {
            assertThat(fitted.line().base()).isCloseTo(18.343801844488443, EQUAL);
            assertThat(fitted.line().first()).isCloseTo(0.015684996483507296, EQUAL);
            assertThat(fitted.line().above() - fitted.line().first()).isCloseTo(0.008351578030125664, EQUAL);
            assertThat(fitted.line().knot()).isCloseTo(5273.2593087802425, EQUAL);
            assertThat(fitted.passes()).isEqualTo(17);
        });
        assertThat(model.fit(Workload.DECODE)).isInstanceOfSatisfying(Fit.Fitted.class, fitted -> {
            assertThat(fitted.line().base()).isCloseTo(6.090435271812481, EQUAL);
            assertThat(fitted.line().first()).isCloseTo(0.020327275573131746, EQUAL);
            assertThat(fitted.line().second()).isCloseTo(2.9340454713252027e-05, EQUAL);
        });
        assertThat(model.fit(Workload.MIXED)).isInstanceOf(Fit.NotFitted.class);
    }
}
