package io.dynamoplanner.core.demand;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static io.dynamoplanner.core.testing.Traffic.after;
import static io.dynamoplanner.core.testing.Traffic.outage;
import static io.dynamoplanner.core.testing.Traffic.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.testing.LastValuePredictor;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The margin over the forecast is what keeps the share of the requests that was promised, whatever the load does. */
class MarginsTest {
    private static final Quantile P90 = new Quantile(0.9, 1.2816);
    private static final Quantile P99 = new Quantile(0.99, 2.3263);
    private static final int WINDOWS = 3000;
    /** A predictor without an opinion on its errors. */
    private static final double NO_SPREAD = 0;

    /** What a load may do that no bell curve describes. */
    enum Load {
        STEADY,
        DRIFT,
        REGIME_CHANGE,
        BIMODAL,
        HEAVY_TAIL;

        double[] windows() {
            var random = new Random(7);
            var loads = new double[WINDOWS];
            for (int k = 0; k < WINDOWS; k++) {
                double noise = random.nextGaussian();
                loads[k] = Math.max(
                        1,
                        Math.rint(
                                switch (this) {
                                    case STEADY -> 1000 + 50 * noise;
                                    case DRIFT -> (500 + 2 * k) * (1 + 0.1 * noise);
                                    case REGIME_CHANGE -> k < WINDOWS / 2 ? 200 + 5 * noise : 2000 + 400 * noise;
                                    case BIMODAL -> random.nextInt(4) == 0 ? 3000 + 50 * noise : 500 + 50 * noise;
                                    case HEAVY_TAIL -> 300 * Math.exp(0.5 * noise);
                                }));
            }
            return loads;
        }
    }

    @ParameterizedTest
    @EnumSource
    void thePromisedShareIsKeptWhateverTheLoadDoes(Load load) {
        double[] windows = load.windows();

        assertThat(coverage(windows, LastValuePredictor.family(NO_SPREAD), P90, 1))
                .isCloseTo(0.9, within(0.015));
        assertThat(coverage(windows, LastValuePredictor.family(NO_SPREAD), P99, 1))
                .isCloseTo(0.99, within(0.01));
        assertThat(coverage(windows, LastValuePredictor.family(NO_SPREAD), P90, 4))
                .isCloseTo(0.9, within(0.015));
    }

    @ParameterizedTest(name = "stated spread {0}")
    @CsvSource({"1", "50", "5000"})
    void theMarginIsRightHoweverWrongThePredictorIsAboutItsErrors(double sigma) {
        assertThat(coverage(Load.STEADY.windows(), LastValuePredictor.family(sigma), P90, 1))
                .isCloseTo(0.9, within(0.01));
    }

    @Test
    void fromTooWideAndFromTooNarrowTheMarginEndsAtTheSameLoad() {
        double[] windows = Load.STEADY.windows();

        double fromBelow =
                run(windows, LastValuePredictor.family(1), P90, 1).current().requests();
        double fromAbove =
                run(windows, LastValuePredictor.family(5000), P90, 1).current().requests();

        assertThat(fromAbove / fromBelow).isCloseTo(1, within(0.01));
    }

    @Test
    void beforeErrorsAreSeenThePredictorsOwnSpreadCounts() {
        DemandState state = run(new double[] {1000}, LastValuePredictor.family(50), P90, 1);

        assertThat(state.current().requests()).isCloseTo(1064.08, within(1e-9));
        assertThat(state.current().coverage()).isEmpty();
    }

    @Test
    void windowsThatNobodyCouldReadMoveNothing() {
        DemandForecaster forecaster = forecaster(LastValuePredictor.family(NO_SPREAD), P90);
        DemandState before = run(Load.STEADY.windows(), LastValuePredictor.family(NO_SPREAD), P90, 1);

        DemandState blind = before;
        for (int k = WINDOWS; k < WINDOWS + 50; k++) {
            blind = forecaster.advance(blind, List.of(outage(k)), after(k, 1), Duration.ZERO);
        }
        assertThat(blind.calibrated()).isEqualTo(before.calibrated());

        // the first window after the outage was forecast by nobody; what it was wrong by is not known either
        DemandState back = forecaster.advance(
                blind, List.of(window(WINDOWS + 50, 90_000, 100, 10)), after(WINDOWS + 50, 1), Duration.ZERO);
        Margins margins = back.calibrated().orElseThrow().requests();
        Margins earlier = before.calibrated().orElseThrow().requests();
        assertThat(margins.steps().get(0).errors())
                .isEqualTo(earlier.steps().get(0).errors());
        assertThat(margins.shift()).isEqualTo(earlier.shift());
        assertThat(margins.outcomes()).isEqualTo(earlier.outcomes());
    }

    @Test
    void marginsGoOnFromTheirSnapshot() {
        Margins margins = run(Load.HEAVY_TAIL.windows(), LastValuePredictor.family(NO_SPREAD), P90, 3)
                .calibrated()
                .orElseThrow()
                .requests();

        assertThat(margins.steps()).hasSize(3);
        assertThat(Margins.restore(margins.snapshot())).isEqualTo(margins);
        assertThat(Margins.restore(Margins.fresh().snapshot())).isEqualTo(Margins.fresh());
    }

    @Test
    void howThePromiseWasKeptIsTold() {
        Demand.Coverage coverage = run(Load.STEADY.windows(), LastValuePredictor.family(NO_SPREAD), P90, 1)
                .current()
                .coverage()
                .orElseThrow();

        assertThat(coverage.stated()).isEqualTo(0.9);
        assertThat(coverage.windows()).isEqualTo(200);
        assertThat(coverage.requests()).isCloseTo(0.9, within(0.04));
        assertThat(coverage.input()).isCloseTo(0.9, within(0.04));
        assertThat(coverage.output()).isCloseTo(0.9, within(0.04));
    }

    @Test
    void ofTwoKindsOfRequestsInTurnsEachRoleIsSizedForTheKindThatLoadsIt() {
        // one minute of long prompts with short answers, one of short prompts with long answers
        DemandForecaster forecaster = forecaster(LastValuePredictor.family(NO_SPREAD), P90);
        DemandState state = forecaster.fresh();
        for (int k = 0; k < 100; k++) {
            TrafficWindow seen = k % 2 == 0 ? window(k, 600, 8000, 50) : window(k, 600, 200, 1000);
            state = forecaster.advance(state, List.of(seen), after(k, 1), Duration.ZERO);
        }
        Demand prefill = state.current().forRole(PREFILL);
        Demand decode = state.current().forRole(DECODE);

        assertThat(prefill.requests() * prefill.isl()).isGreaterThanOrEqualTo(600 * 8000 * 0.999);
        assertThat(prefill.isl()).isCloseTo(8000, within(250.0));
        assertThat(decode.requests() * decode.osl()).isGreaterThanOrEqualTo(600 * 1000 * 0.999);
        assertThat(decode.osl()).isCloseTo(1000, within(60.0));
        assertThat(decode.isl() + decode.osl() / 2).isLessThan(1200);
    }

    @Test
    void aPointForecastIsTheSameForEachRole() {
        DemandForecaster forecaster = forecaster(LastValuePredictor.family(50), Quantile.POINT);
        Demand demand = forecaster
                .advance(forecaster.fresh(), List.of(window(0, 600, 8000, 50)), after(0, 1), Duration.ZERO)
                .current();

        assertThat(demand.requests()).isEqualTo(600);
        assertThat(demand.forRole(PREFILL)).isSameAs(demand);
        assertThat(demand.forRole(DECODE)).isSameAs(demand);
        assertThat(demand.coverage()).isEmpty();
    }

    /** Share of the requests in windows with no more of them than any of so many decisions before sized for. */
    private static double coverage(double[] windows, PredictorFamily family, Quantile quantile, int ahead) {
        DemandForecaster forecaster = forecaster(family, quantile);
        DemandState state = forecaster.fresh();
        var margins = new double[windows.length];
        double covered = 0;
        double all = 0;
        for (int k = 0; k < windows.length; k++) {
            // the load of a few dozen windows says nothing yet about one in a hundred
            if (k >= 200) {
                all += windows[k];
                double least = Arrays.stream(margins, k - ahead, k).min().orElseThrow();
                covered += windows[k] <= least ? windows[k] : 0;
            }
            state = take(forecaster, state, k, windows[k], ahead);
            margins[k] = state.current().requests();
        }
        return covered / all;
    }

    private static DemandState run(double[] windows, PredictorFamily family, Quantile quantile, int ahead) {
        DemandForecaster forecaster = forecaster(family, quantile);
        DemandState state = forecaster.fresh();
        for (int k = 0; k < windows.length; k++) {
            state = take(forecaster, state, k, windows[k], ahead);
        }
        return state;
    }

    private static DemandState take(DemandForecaster by, DemandState state, int k, double requests, int ahead) {
        return by.advance(
                state,
                List.of(window(k, requests, 1000, 100)),
                after(k, 1),
                Traffic.GRID.length().multipliedBy(ahead - 1L));
    }

    private static DemandForecaster forecaster(PredictorFamily family, Quantile quantile) {
        return new DemandForecaster(
                Traffic.GRID,
                family,
                new DemandForecaster.Settings(Duration.ZERO, quantile, IdleRule.DEMAND_ZERO, Map.of()));
    }
}
