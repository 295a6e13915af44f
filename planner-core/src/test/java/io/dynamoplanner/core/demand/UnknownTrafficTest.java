package io.dynamoplanner.core.demand;

import static io.dynamoplanner.core.testing.Traffic.after;
import static io.dynamoplanner.core.testing.Traffic.but;
import static io.dynamoplanner.core.testing.Traffic.outage;
import static io.dynamoplanner.core.testing.Traffic.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.demand.Demand.Trust;
import io.dynamoplanner.core.testing.LastValuePredictor;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficSample;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in for readings that are unknown. */
class UnknownTrafficTest {
    private static final UnknownPolicy LAST_GOOD = new UnknownPolicy.LastGood(Duration.ofMinutes(2));
    private static final TrafficWindow GOOD = window(0, 600, 2000, 120);

    @Test
    void anUnknownCountIsNeverLearned() {
        DemandForecaster forecaster = forecaster(Map.of());
        DemandState good = forecaster.advance(forecaster.fresh(), List.of(GOOD), after(0, 1), Duration.ZERO);
        DemandState blind = forecaster.advance(good, List.of(outage(1), outage(2)), after(2, 1), Duration.ZERO);

        assertThat(blind.predictors()).isEqualTo(good.predictors());
        assertThat(blind.nextWindow()).isEqualTo(3);
    }

    @Test
    void byDefaultAnUnknownCountHoldsAndTheReasonNamesTheFailure() {
        Demand demand = demand(Map.of(), GOOD, outage(1));

        assertThat(demand.trust()).isEqualTo(Trust.NONE);
        assertThat(demand.why()).isEqualTo("requests unknown (HTTP 503); replicas are held");
    }

    @Test
    void aNegativeCountIsUnknown() {
        Demand demand = demand(Map.of(), GOOD, but(window(1, 600, 2000, 120), Signal.REQUESTS, -5));

        assertThat(demand.trust()).isEqualTo(Trust.NONE);
        assertThat(demand.why()).isEqualTo("requests unknown (-5.0 cannot be a count); replicas are held");
    }

    @Test
    void aNewestWindowThatNobodyShowedIsUnknown() {
        DemandForecaster forecaster = forecaster(Map.of());
        DemandState good = forecaster.advance(forecaster.fresh(), List.of(GOOD), after(0, 1), Duration.ZERO);
        DemandState late = forecaster.advance(good, List.of(), after(1, 1), Duration.ZERO);

        assertThat(late.current().trust()).isEqualTo(Trust.NONE);
        assertThat(late.current().why()).contains("no reading for the newest window");
        assertThat(forecaster
                        .advance(late, List.of(window(1, 300, 2000, 120)), after(1, 30), Duration.ZERO)
                        .current()
                        .requests())
                .isEqualTo(300);
    }

    @Test
    void lastGoodLetsTheLastDemandStandWithoutTrustUntilItIsTooOld() {
        Map<Signal, UnknownPolicy> policy = Map.of(Signal.REQUESTS, LAST_GOOD);

        Demand held = demand(policy, GOOD, outage(1), outage(2));
        assertThat(held.trust()).isEqualTo(Trust.HELD);
        assertThat(held.requests()).isEqualTo(600);
        assertThat(held.isl()).isEqualTo(2000);
        assertThat(held.why()).isEqualTo("requests unknown (HTTP 503); the last demand stands");
        assertThat(demand(policy, GOOD, outage(1), outage(2), outage(3)).trust())
                .isEqualTo(Trust.NONE);
        assertThat(demand(policy, outage(0)).trust()).isEqualTo(Trust.NONE);
    }

    @Test
    void lastGoodAlsoCoversAWindowThatNobodyShowedUntilItIsTooOld() {
        DemandForecaster forecaster = forecaster(Map.of(Signal.REQUESTS, LAST_GOOD));
        DemandState good = forecaster.advance(forecaster.fresh(), List.of(GOOD), after(0, 1), Duration.ZERO);

        assertThat(forecaster
                        .advance(good, List.of(), after(2, 0), Duration.ZERO)
                        .current()
                        .trust())
                .isEqualTo(Trust.HELD);
        assertThat(forecaster
                        .advance(good, List.of(), after(2, 1), Duration.ZERO)
                        .current()
                        .trust())
                .isEqualTo(Trust.NONE);
    }

    @Test
    void aFallbackCountIsUsedWithTheLengthsLastSeen() {
        Map<Signal, UnknownPolicy> policy = Map.of(Signal.REQUESTS, new UnknownPolicy.Fallback(900));
        Demand demand = demand(policy, GOOD, outage(1));

        assertThat(demand.trust()).isEqualTo(Trust.HELD);
        assertThat(demand.requests()).isEqualTo(900);
        assertThat(demand.isl()).isEqualTo(2000);
        assertThat(demand.osl()).isEqualTo(120);
        assertThat(demand.why()).contains("fallback");
        assertThat(demand(policy, outage(0)).trust()).isEqualTo(Trust.NONE);
    }

    @Test
    void aFloorPolicyHoldsAndAsksForItsReplicas() {
        Map<Signal, UnknownPolicy> policy = Map.of(Signal.REQUESTS, new UnknownPolicy.Floor(4));

        assertThat(demand(policy, GOOD, outage(1)).trust()).isEqualTo(Trust.NONE);
        assertThat(forecaster(policy).unknownFloor()).isEqualTo(4);
        assertThat(forecaster(Map.of()).unknownFloor()).isZero();
        assertThat(forecaster(Map.of(Signal.ISL, new UnknownPolicy.Floor(3), Signal.OSL, new UnknownPolicy.Floor(5)))
                        .unknownFloor())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(
            value = Signal.class,
            names = {"ISL", "OSL"})
    void withoutALengthTheCountIsLearnedAndReplicasAreHeld(Signal signal) {
        DemandForecaster forecaster = forecaster(Map.of());
        TrafficWindow broken = but(window(1, 900, 3000, 150), signal, Double.NaN);
        DemandState state = forecaster.advance(forecaster.fresh(), List.of(GOOD, broken), after(1, 1), Duration.ZERO);

        assertThat(state.current().trust()).isEqualTo(Trust.NONE);
        assertThat(state.current().why())
                .isEqualTo(signal.key() + " unknown (the source answered NaN): replicas are held");
        assertThat(state.predictors().requests().last()).isEqualTo(900);
        assertThat(state.predictors().isl().points()).isEqualTo(1);
        assertThat(state.countKnown()).contains(broken.end());
    }

    @Test
    void aLengthMayBeReplacedByAFallbackOrByTheLastGoodOne() {
        TrafficWindow noIsl = but(window(1, 900, 3000, 150), Signal.ISL, Double.NaN);
        TrafficWindow noOsl = but(window(1, 900, 3000, 150), Signal.OSL, Double.NaN);

        Demand fallback = demand(Map.of(Signal.ISL, new UnknownPolicy.Fallback(4000)), GOOD, noIsl);
        assertThat(fallback.trust()).isEqualTo(Trust.HELD);
        assertThat(fallback.isl()).isEqualTo(4000);
        assertThat(fallback.osl()).isEqualTo(150);
        assertThat(fallback.why()).startsWith("isl unknown").contains("the fallback is used");
        Demand last = demand(Map.of(Signal.OSL, LAST_GOOD), GOOD, noOsl);
        assertThat(last.trust()).isEqualTo(Trust.HELD);
        assertThat(last.osl()).isEqualTo(120);
        assertThat(last.why()).startsWith("osl unknown").contains("the last value is used");
    }

    @Test
    void aReplacedLengthIsNotTheLastGoodOneOfTheNextWindow() {
        TrafficWindow w1 = but(window(1, 900, 3000, 150), Signal.OSL, Double.NaN);
        TrafficWindow w2 = but(window(2, 900, 3000, 150), Signal.OSL, Double.NaN);
        TrafficWindow w3 = but(window(3, 900, 3000, 150), Signal.OSL, Double.NaN);

        assertThat(demand(Map.of(Signal.OSL, LAST_GOOD), GOOD, w1, w2).trust()).isEqualTo(Trust.HELD);
        assertThat(demand(Map.of(Signal.OSL, LAST_GOOD), GOOD, w1, w2, w3).trust())
                .isEqualTo(Trust.NONE);
    }

    @Test
    void lengthsOfAWarmUpHaveNoAgeAndAreNotTakenForGood() {
        DemandForecaster forecaster = forecaster(Map.of(Signal.OSL, LAST_GOOD));
        DemandState warm = forecaster.warmUp(List.of(new TrafficSample(500, 1000, 100)));
        TrafficWindow noOsl = but(window(0, 900, 3000, 150), Signal.OSL, Double.NaN);

        assertThat(forecaster
                        .advance(warm, List.of(noOsl), after(0, 1), Duration.ZERO)
                        .current()
                        .trust())
                .isEqualTo(Trust.NONE);
    }

    @Test
    void aFloorIsNoSubstituteForALength() {
        TrafficWindow noIsl = but(window(1, 900, 3000, 150), Signal.ISL, Double.NaN);

        assertThat(demand(Map.of(Signal.ISL, new UnknownPolicy.Floor(3)), GOOD, noIsl)
                        .trust())
                .isEqualTo(Trust.NONE);
    }

    @Test
    void anIdleWindowNeedsNoLengthsToBeLive() {
        assertThat(demand(Map.of(), GOOD, Traffic.idle(1)).trust()).isEqualTo(Trust.LIVE);
    }

    @Test
    void policiesWithImpossibleValuesAreRefused() {
        assertThat(new UnknownPolicy.Floor(0).replicas()).isZero();
        assertThat(new UnknownPolicy.Fallback(0).value()).isZero();
        assertThat(new UnknownPolicy.LastGood(Duration.ZERO).maxAge()).isZero();
        assertThatThrownBy(() -> new UnknownPolicy.Floor(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new UnknownPolicy.Fallback(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new UnknownPolicy.Fallback(Double.POSITIVE_INFINITY))
                .hasMessageContaining("Infinity");
        assertThatThrownBy(() -> new UnknownPolicy.LastGood(Duration.ofSeconds(-1)))
                .hasMessageContaining("PT-1S");
    }

    private static Demand demand(Map<Signal, UnknownPolicy> policy, TrafficWindow... windows) {
        DemandForecaster forecaster = forecaster(policy);
        return forecaster
                .advance(forecaster.fresh(), List.of(windows), after(windows.length - 1L, 1), Duration.ZERO)
                .current();
    }

    private static DemandForecaster forecaster(Map<Signal, UnknownPolicy> unknown) {
        return new DemandForecaster(
                Traffic.GRID,
                LastValuePredictor.family(0),
                new DemandForecaster.Settings(Duration.ZERO, Quantile.POINT, IdleRule.DEMAND_ZERO, unknown));
    }
}
