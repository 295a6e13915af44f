package io.dynamoplanner.core.forwardpass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrdinaryRegressionTest {
    private final OrdinaryRegression regression = new OrdinaryRegression(3);

    @Test
    void promptsOnALineGiveThatLine() {
        Fit fit = regression.fit(
                Workload.PREFILL,
                List.of(
                        ForwardPass.prefill(1000, 3),
                        ForwardPass.prefill(2000, 4),
                        ForwardPass.prefill(4000, 6),
                        ForwardPass.prefill(8000, 10)));

        assertThat(fit)
                .isInstanceOfSatisfying(
                        Fit.Fitted.class,
                        f -> assertThat(f.line().ms(3000, 0, 0)).isCloseTo(5, within(1e-9)));
    }

    @Test
    void aPromptSlopeBelowZeroIsRejectedAndTheSlopeOfSequencesIsLeftOut() {
        Fit prompts = regression.fit(
                Workload.PREFILL,
                List.of(ForwardPass.prefill(1, 9), ForwardPass.prefill(2, 8), ForwardPass.prefill(3, 7)));
        Fit sequences = regression.fit(
                Workload.DECODE,
                List.of(
                        ForwardPass.decode(1, 100, 5 - 1 + 10),
                        ForwardPass.decode(2, 100, 5 - 2 + 10),
                        ForwardPass.decode(1, 200, 5 - 1 + 20),
                        ForwardPass.decode(3, 400, 5 - 3 + 40)));

        assertThat(prompts)
                .isInstanceOfSatisfying(
                        Fit.NotFitted.class, none -> assertThat(none.why()).contains("more work takes less time"));
        assertThat(sequences).isInstanceOfSatisfying(Fit.Fitted.class, f -> {
            assertThat(f.line().first()).isZero();
            assertThat(f.line().second()).isCloseTo(0.1, within(1e-9));
        });
    }

    @Test
    void fewerPassesThanAskedForGiveNoModel() {
        assertThat(regression.fit(Workload.PREFILL, List.of(ForwardPass.prefill(1, 1))))
                .isEqualTo(new Fit.NotFitted("1 prefill passes, 3 are needed"));
    }
}
