package io.dynamoplanner.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.testing.LinearDecode;
import io.dynamoplanner.core.testing.LinearPrefill;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Prefill takes 80 ms of 3000 tokens, a token 5 ms and 0.1 ms per request. */
class AggregatedByInterleavingTest {
    private static final LinearPrefill PREFILL = new LinearPrefill(20, 0.02);
    private static final LinearDecode DECODE = new LinearDecode(5, 0.1, 1e6);

    @Test
    void prefillAndDecodeShareTheTimeOfAnEngine() {
        // r requests/s leave 1 − 0.08·r of the time for r·150·20 ms = 3·r requests: 5 + 0.3·r = 20·(1 − 0.08·r), r =
        // 15/1.9
        Sizing sizing = sizer(400, 20).size(demand(100), 1);

        assertThat(sizing).isInstanceOfSatisfying(Sizing.Sized.class, s -> {
            assertThat(s.exact()).isEqualTo(100 * 1.9 / 15, within(1e-6));
            assertThat(s.replicas()).isEqualTo(13);
        });
    }

    @Test
    void headroomCountsForBothKindsOfWork() {
        Demand demand = demand(100);
        PerRole<Demand.Load> loads = PerRole.of(
                Role.PREFILL,
                new Demand.Load(demand.requests(), 3000, 150),
                Role.DECODE,
                new Demand.Load(demand.requests(), 3000, 150));
        Demand apart = new Demand(
                demand.trust(),
                demand.requests(),
                demand.expectedRequests(),
                demand.isl(),
                demand.osl(),
                demand.windowSeconds(),
                demand.reuse(),
                demand.basis(),
                loads,
                demand.coverage(),
                demand.forecasts(),
                demand.why());

        assertThat(sizer(400, 20).size(apart.times(1.5), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(150 * 1.9 / 15, within(1e-6)));
    }

    @Test
    void theTargetForTheFirstTokenLimitsAnEngineToo() {
        // 80 + ρ·80/(1 − ρ) = 100 at ρ = 0.2, that is 2.5 requests/s
        assertThat(sizer(100, 20).size(demand(100), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(40, within(1e-6)));
    }

    @Test
    void theKvCacheLimitsAnEngineToo() {
        // six requests of 3075 tokens fit: r·150·20 ms = 6
        var small = new LinearDecode(5, 0.1, 6 * 3075);
        assertThat(new AggregatedByInterleaving(PREFILL, small, 400, 20).size(demand(100), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(50, within(1e-6)));
    }

    @Test
    void aCorrectionTightensTheTokenTarget() {
        // model target 10 ms, users see 20: 5 + 0.1·3·r = 10·(1 − 0.08·r), r = 5/1.1
        assertThat(sizer(400, 20).size(demand(100), 2))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(22, within(1e-6)));
    }

    @Test
    void whereOneRequestAloneMissesATargetTheBestEffortIsHalfOfWhatKeepsEnginesStable() {
        // 12.5 requests/s keep an engine busy with prefill alone
        assertThat(sizer(79, 20).size(demand(100), 1)).isInstanceOfSatisfying(Sizing.Infeasible.class, i -> {
            assertThat(i.bestEffort()).isEqualTo(16);
            assertThat(i.why()).contains("80 ms").contains("target 79");
        });
        assertThat(sizer(400, 5).size(demand(100), 1)).isInstanceOfSatisfying(Sizing.Infeasible.class, i -> {
            assertThat(i.exact()).isEqualTo(16);
            assertThat(i.why()).contains("5.1000 ms per token").contains("target 5");
        });
        assertThat(sizer(80, 20).size(demand(100), 1))
                .isInstanceOfSatisfying(
                        Sizing.Infeasible.class, i -> assertThat(i.exact()).isEqualTo(16));
    }

    @Test
    void moreDemandNeverGetsFewerEnginesAndLooserTargetsNeverMore() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);
        for (int i = 0; i < 1000; i++) {
            var prefill = new LinearPrefill(random.nextDouble(5, 50), random.nextDouble(0.005, 0.05));
            var decode = new LinearDecode(random.nextDouble(2, 10), random.nextDouble(0.02, 0.3), 3e5);
            double ttft = prefill.ttftMs(3000) * random.nextDouble(1.1, 5);
            double itl = decode.itlMs(1, 0) * random.nextDouble(1.3, 5);
            double rate = random.nextDouble(0.1, 500);
            int base = replicas(prefill, decode, ttft, itl, rate);

            assertThat(replicas(prefill, decode, ttft, itl, rate * 1.1)).isGreaterThanOrEqualTo(base);
            assertThat(replicas(prefill, decode, ttft * 1.1, itl, rate)).isLessThanOrEqualTo(base);
        }
    }

    @Test
    void theDerivationNamesWhatOneEngineDoes() {
        assertThat(sizer(100, 20).size(demand(99), 1).derivation())
                .containsExactly(
                        "arrivals = 99 requests/s; prefill takes 80 ms at ISL 3000",
                        "one engine = 2.5000 requests/s: prefill takes 20.0000 % of its time, decode has the rest inside"
                                + " an ITL of 20 ms",
                        "replicas = ⌈39.6000⌉ = 40");
    }

    @Test
    void theCheckExpectsDecodeToBeSlowedByPrefill() {
        TrafficWindow window =
                Traffic.but(Traffic.but(Traffic.requests(0, 600), Signal.ITL, 9), Signal.REQUEST_DURATION, 2.4);

        // 149 · 9 ms after the first token: 3.3525 at a time at 5.33525 ms, while 600/60/4 · 0.08 = 0.2 of the time is
        // prefill
        assertThat(sizer(400, 20).check(window, 4)).hasValueSatisfying(c -> {
            assertThat(c.observedMs()).isEqualTo(9);
            assertThat(c.expectedMs()).isEqualTo(5.33525 / 0.8, within(1e-9));
            assertThat(c.requests()).isEqualTo(600);
        });
        assertThat(sizer(400, 20).check(window, 0)).isEmpty();
        assertThat(sizer(400, 20).check(Traffic.requests(0, 600), 4)).isEmpty();
        TrafficWindow overload = Traffic.but(window, Signal.REQUESTS, 3000);
        assertThat(sizer(400, 20).check(overload, 4)).isEmpty();
    }

    @Test
    void itSizesTheAggregatedRole() {
        assertThat(sizer(400, 20).role()).isEqualTo(Role.AGGREGATED);
        assertThat(sizer(400, 20).rule()).contains("both targets");
    }

    private static int replicas(LinearPrefill prefill, LinearDecode decode, double ttft, double itl, double rate) {
        Sizing sizing = new AggregatedByInterleaving(prefill, decode, ttft, itl).size(demand(rate), 1);
        return ((Sizing.Sized) sizing).replicas();
    }

    private static AggregatedByInterleaving sizer(double ttftMs, double itlMs) {
        return new AggregatedByInterleaving(PREFILL, DECODE, ttftMs, itlMs);
    }

    private static Demand demand(double rate) {
        return Demand.of(60 * rate, 3000, 150, 60);
    }
}
