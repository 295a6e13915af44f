package io.dynamoplanner.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.testing.LinearDecode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token takes 5 ms plus 0.1 ms per request: 50 requests at 10 ms. */
class DecodeByConcurrencyTest {
    private static final LinearDecode ENGINE = new LinearDecode(5, 0.1, 1e6);

    @ParameterizedTest(name = "target {0} ms, z {1}, correction {2}: {3}, rounded up {4}")
    @CsvSource({
        "10, 0,     1,    2.98333, 3",
        "10, 1.645, 1,    3.38516, 4",
        "10, 0,     1.25, 4.97222, 5",
        "10, 0,     0.8,  1.98889, 2",
        "5.2, 0,    1,    38.7833, 39"
    })
    void requestsInFlightAreSpreadOverEnginesInsideTheTarget(
            double target, double z, double correction, double exact, int replicas) {
        Sizing sizing = new DecodeByConcurrency(ENGINE, target, z).size(demand(17900), correction);

        assertThat(sizing).isInstanceOfSatisfying(Sizing.Sized.class, s -> {
            assertThat(s.exact()).isEqualTo(exact, within(1e-4));
            assertThat(s.replicas()).isEqualTo(replicas);
        });
    }

    @Test
    void withoutFluctuationItIsTheThroughputRule() {
        for (double requests = 1; requests < 1e6; requests *= 3) {
            Sizing throughput = new DecodeByThroughput(ENGINE, 1, 10).size(demand(requests), 1);
            Sizing concurrency = new DecodeByConcurrency(ENGINE, 10, 0).size(demand(requests), 1);

            assertThat(((Sizing.Sized) concurrency).exact())
                    .isEqualTo(((Sizing.Sized) throughput).exact(), within(1e-9 * requests));
        }
    }

    @Test
    void theKvCacheLimitsAnEngineBeforeTheTargetDoes() {
        var small = new LinearDecode(5, 0.1, 30_750);

        // ten requests of 3075 tokens fit, at 6 ms: 99.44/s · 150 · 6 ms = 89.5 in flight
        assertThat(new DecodeByConcurrency(small, 10, 0).size(demand(17900), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(8.95, within(1e-3)));
    }

    @Test
    void anUnreachableTargetIsStretchedInsteadOfAskingForAnEnginePerRequest() {
        Sizing sizing = new DecodeByConcurrency(ENGINE, 4, 0).size(demand(17900), 1);

        assertThat(sizing).isInstanceOfSatisfying(Sizing.Infeasible.class, i -> {
            assertThat(i.bestEffort()).isEqualTo(5);
            assertThat(i.exact()).isEqualTo(4.30613, within(1e-4));
            assertThat(i.why()).contains("ITL of 4 ms").contains("5.1000 ms");
            assertThat(i.derivation()).hasSize(4);
        });
    }

    @Test
    void anEngineThatHoldsLessThanARequestCountsAsOneAtATime() {
        var tiny = new LinearDecode(5, 0.1, 1000);

        // 99.44/s · 150 · 5.0325 ms = 75.07 in flight
        assertThat(new DecodeByConcurrency(tiny, 10, 0).size(demand(17900), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.replicas()).isEqualTo(76));
    }

    @Test
    void noDemandNeedsNoEngine() {
        assertThat(new DecodeByConcurrency(ENGINE, 10, 1.645).size(demand(0), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.replicas()).isZero());
        assertThat(new DecodeByConcurrency(ENGINE, 10, 1.645).size(demand(-5), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isZero());
    }

    @Test
    void theDerivationCanBeRecalculatedByHand() {
        var sizer = new DecodeByConcurrency(ENGINE, 10, 1);

        assertThat(sizer.size(Demand.of(18000, 3000, 160, 180), 1.25).derivation())
                .containsExactly(
                        "ITL target = 10 ms / correction 1.2500 = 8 ms at context 3080 tokens",
                        "one engine = 30 requests at KV usage 0.092400, ITL 8 ms",
                        "in flight = 100 requests/s × 160 tokens × 10 ms = 160, with fluctuation 172.65",
                        "replicas = ⌈5.7550⌉ = 6");
        assertThat(sizer.role()).isEqualTo(Role.DECODE);
        assertThat(sizer.rule()).isEqualTo("requests in flight inside the ITL target");
    }

    private static Demand demand(double requests) {
        return Demand.of(requests, 3000, 150, 180);
    }
}
