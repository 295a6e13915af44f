package io.dynamoplanner.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Demands that look six windows ahead, before and after the requests stop for a while. */
class OutageTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HORIZON = MINUTE.multipliedBy(5);
    private static final WindowGrid GRID = new WindowGrid(Instant.EPOCH, MINUTE);
    private static final Quantile P95 = new Quantile(0.95, 1.6449);

    private static TrafficWindow window(int index, double requests) {
        Instant at = GRID.startOf(index);
        double length = requests > 0 ? 1000 : Double.NaN;
        return TrafficWindow.of(
                at,
                MINUTE,
                Map.of(
                        Signal.REQUESTS, Reading.of(requests, at),
                        Signal.ISL, Reading.of(length, at),
                        Signal.OSL, Reading.of(length, at)));
    }

    private static List<DemandState> states(String predictor, int windows, IntToDoubleFunction load) {
        var forecaster = new DemandForecaster(
                GRID,
                PredictorFamilies.ours(predictor, false, MINUTE),
                new DemandForecaster.Settings(HORIZON, P95, IdleRule.DEMAND_ZERO, Map.of()));
        var states = new ArrayList<DemandState>();
        DemandState state = forecaster.fresh();
        for (int i = 0; i < windows; i++) {
            state = forecaster.advance(state, List.of(window(i, load.applyAsDouble(i))), GRID.startOf(i + 1), HORIZON);
            states.add(state);
        }
        return states;
    }

    private static double[] demands(String predictor, int windows, IntToDoubleFunction load) {
        return states(predictor, windows, load).stream()
                .mapToDouble(state -> state.current().requests())
                .toArray();
    }

    @ParameterizedTest(name = "{0} after {1} windows, {2} silent")
    @CsvSource({"auto,5,10", "auto,40,10", "auto,200,10", "auto,200,120", "adaptive,40,10", "constant,40,10"})
    void whenTheRequestsComeBackNoMoreIsSizedForThanBefore(String predictor, int before, int silent) {
        double[] demands = demands(predictor, before + silent + 60, i -> i >= before && i < before + silent ? 0 : 100);

        double[] after = Arrays.copyOfRange(demands, before + silent, demands.length);
        assertThat(Arrays.stream(after).boxed().toList())
                .allSatisfy(demand -> assertThat(demand).isBetween(99.0, 110.0));
    }

    @Test
    void soItIsWhereTheLoadScatters() {
        var random = new Random(1);
        double[] demands = demands(
                "auto", 270, i -> i >= 200 && i < 210 ? 0 : Math.max(1, Math.rint(100 + 10 * random.nextGaussian())));

        double before = Arrays.stream(demands, 150, 200).max().orElseThrow();
        assertThat(Arrays.stream(demands, 210, 270).max().orElseThrow()).isLessThan(1.15 * before);
        assertThat(Arrays.stream(demands, 210, 270).min().orElseThrow()).isGreaterThan(100);
    }

    @Test
    void aLoadThatStaysLowerIsLearned() {
        double[] demands = demands("auto", 160, i -> i < 100 ? 100 : 30);

        assertThat(Arrays.stream(demands, 110, 160).max().orElseThrow()).isLessThan(60);
    }

    @Test
    void aLoadThatComesBackHigherIsLearned() {
        double[] demands = demands("auto", 160, i -> i < 80 ? 100 : i < 100 ? 0 : 300);

        assertThat(Arrays.stream(demands, 110, 160).min().orElseThrow()).isBetween(299.0, 330.0);
    }

    /** The last value of a silent window is right in no other one: only its errors tell. */
    @Test
    void whereRequestsOftenStopTheSilenceIsLearned() {
        var random = new Random(3);
        List<DemandState> states =
                states("constant", 800, i -> random.nextInt(4) == 0 ? 0 : 100 + 5 * random.nextInt(5));

        double[] last = states.stream()
                .skip(400)
                .mapToDouble(state -> state.current().requests())
                .toArray();
        assertThat(Arrays.stream(last).min().orElseThrow()).isGreaterThan(90);
        assertThat(states.get(799).current().coverage().orElseThrow().requests())
                .isGreaterThan(0.93);
    }
}
