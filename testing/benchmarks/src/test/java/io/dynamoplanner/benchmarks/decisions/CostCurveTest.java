package io.dynamoplanner.benchmarks.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.run.RunRecord.Percentiles;
import io.dynamoplanner.core.run.RunRecord.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostCurveTest {
    private static final CostCurve CURVE =
            new CostCurve(List.of(run(0.9, 10), run(0.98, 18), run(0.5, 6), run(0.85, 25), run(0.98, 20)));

    @Test
    void betweenTwoRunsTheCostIsOnTheLineBetweenThem() {
        assertThat(CURVE.gpuHours(0.94)).isCloseTo(14, within(1e-9));
        assertThat(CURVE.gpuHours(0.7)).isCloseTo(8, within(1e-9));
    }

    @Test
    void runsThatAnotherBeatsInBothDoNotCount() {
        assertThat(CURVE.gpuHours(0.85)).isCloseTo(9.5, within(1e-9));
        assertThat(CURVE.gpuHours(0.98)).isEqualTo(18);
    }

    @Test
    void aboveItsBestRunAPolicyHasNoCostAndBelowAllTheCheapestOne() {
        assertThat(CURVE.best()).isEqualTo(0.98);
        assertThat(CURVE.gpuHours(0.99)).isNaN();
        assertThat(CURVE.gpuHours(0.1)).isEqualTo(6);
    }

    private static Summary run(double share, double gpuHours) {
        var none = new Percentiles(1, 1, 1);
        return new Summary(1, 1, share, share, share, none, none, gpuHours, 1, 0, 0, 0);
    }
}
