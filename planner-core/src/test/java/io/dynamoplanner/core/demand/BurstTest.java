package io.dynamoplanner.core.demand;

import static io.dynamoplanner.core.testing.Traffic.after;
import static io.dynamoplanner.core.testing.Traffic.requests;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.testing.LastValuePredictor;
import io.dynamoplanner.core.testing.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A single window with many times the usual requests is no new traffic. */
class BurstTest {
    private static final int BEFORE = 300;

    private final DemandForecaster forecaster = new DemandForecaster(
            Traffic.GRID,
            LastValuePredictor.family(0),
            new DemandForecaster.Settings(Duration.ZERO, new Quantile(0.9, 1.2816), IdleRule.DEMAND_ZERO, Map.of()));

    private DemandState take(DemandState state, int window, double load) {
        return forecaster.advance(state, List.of(requests(window, load)), after(window, 1), Duration.ZERO);
    }

    @Test
    void theLevelMovesByNoMoreThanTwoMissedWindowsAndTheDemandIsSoonBack() {
        var random = new Random(7);
        DemandState state = forecaster.fresh();
        for (int k = 0; k < BEFORE; k++) {
            state = take(state, k, Math.rint(1000 + 50 * random.nextGaussian()));
        }
        double shift = state.calibrated().orElseThrow().requests().shift();
        double usual = state.current().requests();

        state = take(state, BEFORE, 8000);
        assertThat(state.calibrated().orElseThrow().requests().shift() - shift).isBetween(0.05, 0.0901);

        for (int k = 1; k <= 10; k++) {
            state = take(state, BEFORE + k, Math.rint(1000 + 50 * random.nextGaussian()));
        }
        assertThat(state.current().requests()).isLessThan(1.3 * usual);
    }
}
