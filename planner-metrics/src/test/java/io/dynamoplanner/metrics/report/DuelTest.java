package io.dynamoplanner.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.run.RunRecord.Percentiles;
import io.dynamoplanner.core.run.RunRecord.Summary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuelTest {
    @ParameterizedTest
    @CsvSource({
        // share and GPU-hours of the one, of the other
        "0.96, 20, 0.94, 10, WIN", // who meets the target beats who does not
        "0.94, 10, 0.96, 20, LOSS",
        "0.96, 10, 0.99, 11, WIN", // both meet it: the cheaper one
        "0.99, 11, 0.96, 10, LOSS",
        "0.96, 10, 0.99, 10.05, LEVEL",
        "0.90, 20, 0.80, 10, WIN", // none does: the better one
        "0.80, 10, 0.90, 20, LOSS",
        "0.90, 20, 0.903, 10, LEVEL",
    })
    void theTargetComesFirstThenTheCost(
            double share, double hours, double otherShare, double otherHours, Duel outcome) {
        assertThat(Duel.of(summary(share, hours), summary(otherShare, otherHours), 0.95))
                .isEqualTo(outcome);
    }

    private static Summary summary(double share, double gpuHours) {
        var none = new Percentiles(1, 1, 1);
        return new Summary(1, 1, share, share, share, none, none, gpuHours, 1, 0, 0, 0);
    }
}
