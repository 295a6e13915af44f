package io.dynamoplanner.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.RoleSizer.Check;
import io.dynamoplanner.core.testing.LinearDecode;
import io.dynamoplanner.core.testing.LinearPrefill;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An engine takes 80 ms for 3000 tokens (37500 tokens/s), and 5 ms plus 0.1 ms per request for a token. */
class ThroughputSizersTest {
    private static final LinearPrefill PREFILL = new LinearPrefill(20, 0.02);
    private static final LinearDecode DECODE = new LinearDecode(5, 0.1, 1e6);

    @ParameterizedTest(name = "{0} requests, correction {1}, {2} GPU per engine: {3}, rounded up {4}")
    @CsvSource({
        "18000, 1,   1, 8,       8",
        "18001, 1,   1, 8.00044, 9",
        "18000, 0.5, 1, 4,       4",
        "18000, 2,   1, 8,       8",
        "18000, 1,   2, 4,       4",
        "18000, 1,   3, 2.66667, 3",
        "0,     1,   1, 0,       0",
        "1,     1,   1, 0.00044, 1",
        "-20,   1,   1, -0.0089, 0"
    })
    void prefillReplicasCarryThePromptTokens(double requests, double correction, int gpus, double exact, int replicas) {
        Sizing sizing = new PrefillByThroughput(PREFILL, gpus).size(demand(requests), correction);

        assertSized(sizing, exact, replicas);
    }

    @ParameterizedTest(name = "{0} requests, correction {1}, {2} GPU per engine: {3}, rounded up {4}")
    @CsvSource({
        "17900, 1,    1, 2.98333, 3",
        "17900, 1.25, 1, 3.97778, 4",
        "17900, 0.8,  1, 2.48611, 3",
        "17900, 1,    2, 1.49167, 2",
        "17900, 0,    1, 2.98333, 3",
        "17900, -1,   1, 2.98333, 3",
        "0,     1,    1, 0,       0",
        "-20,   1,    1, -0.0033, 0"
    })
    void decodeReplicasCarryTheOutputTokensAtTheBestPointInsideTheTarget(
            double requests, double correction, int gpus, double exact, int replicas) {
        Sizing sizing = new DecodeByThroughput(DECODE, gpus, 10).size(demand(requests), correction);

        assertSized(sizing, exact, replicas);
    }

    @Test
    void anUnreachableItlIsInfeasibleWithAnEnginePerRequestAsBestEffort() {
        Sizing sizing = new DecodeByThroughput(DECODE, 1, 4).size(demand(17900), 1);

        assertThat(sizing).isInstanceOfSatisfying(Sizing.Infeasible.class, i -> {
            assertThat(i.bestEffort()).isEqualTo(77);
            assertThat(i.exact()).isEqualTo(76.075, within(1e-3));
            assertThat(i.why()).contains("ITL of 4 ms").contains("5.1000 ms");
        });
    }

    @Test
    void anEngineWithoutThroughputGivesNoCount() {
        var stalled = new LinearPrefill(Double.POSITIVE_INFINITY, 0);
        assertThat(new PrefillByThroughput(stalled, 1).size(demand(1000), 1))
                .isInstanceOfSatisfying(
                        Sizing.NotReady.class, n -> assertThat(n.why()).startsWith("prefill: load"));
        var stuck = new LinearDecode(Double.POSITIVE_INFINITY, 1, 1e6);
        assertThat(new DecodeByThroughput(stuck, 1, 10).size(demand(1000), 1))
                .isInstanceOfSatisfying(
                        Sizing.NotReady.class, n -> assertThat(n.why()).startsWith("decode: load"));
    }

    @Test
    void theDerivationCanBeRecalculatedByHand() {
        assertThat(new PrefillByThroughput(PREFILL, 2).size(demand(18001), 0.5).derivation())
                .containsExactly(
                        "prompt load = 18001 requests × 3000 tokens / 180 s × min(1, 0.500000) = 150008.3 tokens/s",
                        "one engine = 37500 tokens/s per GPU at ISL 3000 × 2 GPU",
                        "replicas = ⌈2.0001⌉ = 3");
        assertThat(new DecodeByThroughput(DECODE, 1, 10).size(demand(18001), 1).derivation())
                .containsExactly(
                        "ITL target = 10 ms / 1 = 10 ms at context 3075 tokens",
                        "one engine = 5000 tokens/s per GPU × 1 GPU at KV usage 0.153750, ITL 10 ms",
                        "token load = 18001 requests × 150 tokens / 180 s = 15000.8 tokens/s",
                        "replicas = ⌈3.0002⌉ = 4");
    }

    @Test
    void prefillIsCheckedAgainstTheTimeToFirstTokenOfAnIdleEngine() {
        TrafficWindow window = Traffic.but(Traffic.requests(0, 600), Signal.TTFT, 120);

        assertThat(new PrefillByThroughput(PREFILL, 1).check(window, 3)).contains(new Check(120, 80, 600));
        assertThat(new PrefillByThroughput(PREFILL, 1).check(Traffic.requests(0, 600), 3))
                .isEmpty();
    }

    @Test
    void decodeIsCheckedAtTheConcurrencyOfTheWindow() {
        TrafficWindow window =
                Traffic.but(Traffic.but(Traffic.requests(0, 600), Signal.ITL, 9), Signal.REQUEST_DURATION, 2.4);

        // 600 / 4 · 2.4 / 60 = 6 requests at a time on each of 4 engines
        assertThat(new DecodeByThroughput(DECODE, 1, 10).check(window, 4)).hasValueSatisfying(c -> {
            assertThat(c.observedMs()).isEqualTo(9);
            assertThat(c.expectedMs()).isEqualTo(5.6, within(1e-9));
            assertThat(c.requests()).isEqualTo(600);
        });
        // ours counts what follows the first token: 600 / 4 · 149 · 9 ms / 60 s = 3.3525 at a time
        assertThat(new DecodeByConcurrency(DECODE, 10, 1).check(window, 4))
                .hasValueSatisfying(c -> assertThat(c.expectedMs()).isEqualTo(5.33525, within(1e-9)));
        assertThat(new DecodeByThroughput(DECODE, 1, 10).check(window, 0)).isEmpty();
    }

    @Test
    void withoutDurationsDecodeIsCheckedWithTheTimeThatBothLatenciesMakeUp() {
        TrafficWindow noTtft = Traffic.but(Traffic.requests(0, 600), Signal.ITL, 10);
        TrafficWindow window = Traffic.but(noTtft, Signal.TTFT, 510);

        // 510 ms + 149 · 10 ms = 2 s, so 5 requests at a time
        assertThat(new DecodeByThroughput(DECODE, 1, 10).check(window, 4))
                .hasValueSatisfying(c -> assertThat(c.expectedMs()).isEqualTo(5.5, within(1e-9)));
        assertThat(new DecodeByThroughput(DECODE, 1, 10).check(noTtft, 4)).isEmpty();
        TrafficWindow oneToken = Traffic.but(Traffic.but(window, Signal.OSL, 0.5), Signal.TTFT, 2000);
        assertThat(new DecodeByThroughput(DECODE, 1, 10).check(oneToken, 4))
                .hasValueSatisfying(c -> assertThat(c.expectedMs()).isEqualTo(5.5, within(1e-9)));
    }

    @Test
    void eachSizerNamesItsRoleAndItsRule() {
        assertThat(new PrefillByThroughput(PREFILL, 1).role()).isEqualTo(Role.PREFILL);
        assertThat(new PrefillByThroughput(PREFILL, 1).rule()).isEqualTo("prompt throughput");
        assertThat(new DecodeByThroughput(DECODE, 1, 10).role()).isEqualTo(Role.DECODE);
        assertThat(new DecodeByThroughput(DECODE, 1, 10).rule()).contains("ITL target");
    }

    private static void assertSized(Sizing sizing, double exact, int replicas) {
        assertThat(sizing).isInstanceOfSatisfying(Sizing.Sized.class, s -> {
            assertThat(s.exact()).isEqualTo(exact, within(1e-4));
            assertThat(s.replicas()).isEqualTo(replicas);
        });
    }

    private static Demand demand(double requests) {
        return Demand.of(requests, 3000, 150, 180);
    }
}
