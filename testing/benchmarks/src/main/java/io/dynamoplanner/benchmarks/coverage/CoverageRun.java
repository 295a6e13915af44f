package io.dynamoplanner.benchmarks.coverage;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.demand.DemandForecaster;
import io.dynamoplanner.core.demand.DemandState;
import io.dynamoplanner.core.demand.IdleRule;
import io.dynamoplanner.core.demand.Quantile;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowGrid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Takes in a series window by window and compares what came with the least that was sized for since an engine that serves
 * then had to be asked for.
 */
final class CoverageRun {
    /** Windows at the start that are not counted: nobody can state a quantile of what was never seen. */
    private static final int FIRST = 20;

    private static final WindowGrid GRID = new WindowGrid(Instant.EPOCH, Duration.ofMinutes(1));

    private CoverageRun() {}

    /** Which load is compared. */
    enum Load {
        REQUESTS,
        INPUT_TOKENS,
        OUTPUT_TOKENS;

        private double of(Demand demand) {
            return switch (this) {
                case REQUESTS -> demand.requests();
                case INPUT_TOKENS ->
                    demand.forRole(Role.PREFILL).requests()
                            * demand.forRole(Role.PREFILL).isl();
                case OUTPUT_TOKENS ->
                    demand.forRole(Role.DECODE).requests()
                            * demand.forRole(Role.DECODE).osl();
            };
        }

        private double of(TrafficSample sample) {
            return switch (this) {
                case REQUESTS -> sample.requests();
                case INPUT_TOKENS -> sample.requests() * sample.isl();
                case OUTPUT_TOKENS -> sample.requests() * sample.osl();
            };
        }
    }

    /**
     * What came of it.
     *
     * @param byRequests share of the requests in windows with no more load than was sized for
     * @param byWindows share of the windows
     * @param excess mean of what was sized for over mean of what came
     */
    record Result(double byRequests, double byWindows, double excess) {}

    /** @param ahead windows until an engine that is asked for serves, at least 1 */
    static Result of(List<TrafficSample> series, PredictorFamily family, Quantile quantile, int ahead, Load load) {
        Duration startup = GRID.length().multipliedBy(ahead - 1L);
        var forecaster = new DemandForecaster(
                GRID, family, new DemandForecaster.Settings(startup, quantile, IdleRule.DEMAND_ZERO, Map.of()));
        DemandState state = forecaster.fresh();
        var sizedFor = new ArrayDeque<Double>();
        var sum = new double[6];
        for (int k = 0; k < series.size(); k++) {
            TrafficSample sample = series.get(k);
            if (k >= FIRST + ahead) {
                count(sum, sample.requests(), load.of(sample), Collections.min(sizedFor));
            }
            state = forecaster.advance(state, List.of(window(k, sample)), GRID.startOf(k + 1L), startup);
            sizedFor.add(load.of(state.current()));
            if (sizedFor.size() > ahead) {
                sizedFor.removeFirst();
            }
        }
        return new Result(sum[1] / sum[0], sum[3] / sum[2], sum[5] / sum[4]);
    }

    private static void count(double[] sum, double requests, double load, double sizedFor) {
        boolean covered = load <= sizedFor;
        sum[0] += requests;
        sum[1] += covered ? requests : 0;
        sum[2]++;
        sum[3] += covered ? 1 : 0;
        sum[4] += load;
        sum[5] += sizedFor;
    }

    private static TrafficWindow window(int index, TrafficSample sample) {
        Instant end = GRID.startOf(index + 1L);
        return TrafficWindow.of(
                GRID.startOf(index),
                GRID.length(),
                Map.of(
                        Signal.REQUESTS, Reading.of(sample.requests(), end),
                        Signal.ISL, Reading.of(sample.isl(), end),
                        Signal.OSL, Reading.of(sample.osl(), end)));
    }
}
