package io.dynamoplanner.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.sizing.RoleSizer.Check;
import io.dynamoplanner.core.testing.LinearPrefill;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefillByWaitingTest {
    private static final LinearPrefill ENGINE = new LinearPrefill(20, 0.06);

    @Test
    void theCountIsTheSmallestWhoseQueueMeetsTheTarget() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        for (int i = 0; i < 1000; i++) {
            double busy = random.nextDouble(0.01, 40);
            double serviceMs = random.nextDouble(10, 2000);
            double target = serviceMs * random.nextDouble(1, 4);
            double attainment = random.nextDouble(0.5, 0.999);
            double rate = busy / serviceMs * 1000;

            int replicas = sized(new LinearPrefill(serviceMs, 0), target, attainment, rate);

            assertThat(replicas).as("busy %s", busy).isGreaterThan((int) busy);
            assertThat(late(replicas, busy, serviceMs, target)).isLessThanOrEqualTo(1 - attainment + 1e-9);
            assertThat(replicas - 1 <= busy || late(replicas - 1, busy, serviceMs, target) > 1 - attainment - 1e-9)
                    .as("one engine less than %d is too few for %s busy", replicas, busy)
                    .isTrue();
        }
    }

    @ParameterizedTest(name = "{0} requests/s of 200 ms, target {1} ms, {2} of them inside: {3} engines")
    @CsvSource({
        // one engine: P(wait > t) = a·exp(−(1 − a)·t/s)
        "0.5, 400, 0.9, 1",
        "0.5, 200, 0.89, 1",
        "1,   200, 0.9, 2",
        "1,   400, 0.9, 1",
        "2.5, 200, 0.8, 2",
        "2.5, 200, 0.91, 3",
        "0,   200, 0.9, 0",
        "-1,  200, 0.9, 0"
    })
    void smallCasesByHand(double rate, double target, double attainment, int engines) {
        assertThat(sized(new LinearPrefill(200, 0), target, attainment, rate)).isEqualTo(engines);
    }

    @Test
    void moreDemandNeverGetsFewerEnginesAndALooserTargetNeverMore() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
        for (int i = 0; i < 2000; i++) {
            double rate = Math.exp(random.nextDouble(-3, 12));
            double target = random.nextDouble(200, 2000);
            int base = sized(ENGINE, target, 0.95, rate);

            assertThat(sized(ENGINE, target, 0.95, rate * 1.01)).isGreaterThanOrEqualTo(base);
            assertThat(sized(ENGINE, target * 1.05, 0.95, rate)).isLessThanOrEqualTo(base);
            assertThat(sized(ENGINE, target, 0.97, rate)).isGreaterThanOrEqualTo(base);
        }
    }

    @Test
    void aVeryLargeFleetIsStaffedBySquareRoot() {
        // 200 ms each: 20000 engines busy on average
        assertThat(sized(ENGINE, 500, 0.95, 100_000)).isEqualTo(20_566);
        assertThat(sized(ENGINE, 500, 0.95, 49_999)).isBetween(10_000, 10_400);
    }

    @Test
    void aPromptThatIsSlowerThanTheTargetIsInfeasibleAndMayWaitAsLongAsItIsServed() {
        Sizing sizing = new PrefillByWaiting(ENGINE, 150, 0.9).size(demand(1), 1);

        assertThat(sizing).isInstanceOfSatisfying(Sizing.Infeasible.class, i -> {
            assertThat(i.bestEffort()).isEqualTo(1);
            assertThat(i.why()).contains("takes 200 ms").contains("target of 150 ms");
        });
        assertThat(new PrefillByWaiting(ENGINE, 200, 0.9).size(demand(1), 1)).isInstanceOf(Sizing.Sized.class);
        assertThat(new PrefillByWaiting(ENGINE, 300, 0.9).size(demand(1), 2)).isInstanceOf(Sizing.Infeasible.class);
    }

    @Test
    void theNeedLiesBetweenOneEngineLessAndTheCount() {
        assertThat(new PrefillByWaiting(ENGINE, 400, 0.9).size(demand(1), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(0.2, within(1e-12)));
        assertThat(new PrefillByWaiting(ENGINE, 200, 0.95).size(demand(2.5), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isEqualTo(2));
        assertThat(new PrefillByWaiting(ENGINE, 200, 0.9).size(demand(0), 1))
                .isInstanceOfSatisfying(
                        Sizing.Sized.class, s -> assertThat(s.exact()).isZero());
    }

    @Test
    void theDerivationCanBeRecalculatedByHand() {
        assertThat(new PrefillByWaiting(ENGINE, 500, 0.9).size(demand(5), 1.5).derivation())
                .containsExactly(
                        "arrivals = 300 requests / 60 s = 5 per second",
                        "service = 200 ms at ISL 3000 × correction 1.5000 = 300 ms",
                        "busy engines = 1.5000; a request may wait 200 ms of the TTFT target 500 ms",
                        "replicas = fewest with which 90 % of the requests wait no longer = 3");
    }

    @Test
    void theCheckSeparatesASlowEngineFromAQueue() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 1000; i++) {
            int engines = 1 + random.nextInt(20);
            double factor = Math.exp(random.nextDouble(-1.5, 1.5));
            double serviceS = 0.2 * factor;
            double busy = engines * random.nextDouble(0.02, 0.98);
            double requests = 60 * busy / serviceS;
            double wait = erlangC(engines, busy) * serviceS / (engines - busy);
            TrafficWindow window = Traffic.but(Traffic.requests(0, requests), Signal.TTFT, 1000 * (serviceS + wait));

            Optional<Check> found = new PrefillByWaiting(ENGINE, 500, 0.9).check(window, engines);
            if (factor < 1 && serviceS + wait > 0.2) {
                assertThat(found)
                        .as("a queue that a slow engine could have too")
                        .isEmpty();
                continue;
            }
            Check check = found.orElseThrow();

            assertThat(check.observedMs() / check.expectedMs()).isEqualTo(factor, within(1e-6 * factor));
            assertThat(check.requests()).isEqualTo(requests);
        }
    }

    @Test
    void enginesThatCannotKeepUpAreNotTakenForFastOnes() {
        // 600 requests/s would need 120 engines of 200 ms; ten are there and the queue is 20 s long
        TrafficWindow overload = Traffic.but(Traffic.requests(0, 36_000), Signal.TTFT, 20_000);

        assertThat(new PrefillByWaiting(ENGINE, 500, 0.9).check(overload, 10)).isEmpty();
    }

    @Test
    void withoutReadingsOrReplicasOrTimeThereIsNothingToCheck() {
        var sizer = new PrefillByWaiting(ENGINE, 500, 0.9);

        assertThat(sizer.check(Traffic.requests(0, 100), 2)).isEmpty();
        assertThat(sizer.check(Traffic.but(Traffic.requests(0, 100), Signal.TTFT, 300), 0))
                .isEmpty();
        assertThat(sizer.check(Traffic.but(Traffic.requests(0, 100), Signal.TTFT, 0), 2))
                .isEmpty();
        assertThat(sizer.check(Traffic.but(Traffic.requests(0, 100), Signal.TTFT, 300), 1))
                .isPresent();
        assertThat(sizer.role()).isEqualTo(Role.PREFILL);
        assertThat(sizer.rule()).isEqualTo("waiting inside the TTFT target");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
    void anAttainmentThatIsNotAShareIsRefused(double attainment) {
        assertThatThrownBy(() -> new PrefillByWaiting(ENGINE, 500, attainment))
                .hasMessageContaining(Double.toString(attainment));
    }

    private static int sized(LinearPrefill engine, double target, double attainment, double rate) {
        Sizing sizing = new PrefillByWaiting(engine, target, attainment).size(demand(rate), 1);
        return ((Sizing.Sized) sizing).replicas();
    }

    private static Demand demand(double rate) {
        return Demand.of(60 * rate, 3000, 150, 60);
    }

    /** Share of the requests that wait longer than the target leaves. */
    private static double late(int engines, double busy, double serviceMs, double targetMs) {
        return erlangC(engines, busy) * Math.exp(-(engines - busy) * (targetMs - serviceMs) / serviceMs);
    }

    /** The chance of having to wait, from the sum over all states of the queue. */
    private static double erlangC(int engines, double busy) {
        double term = 1;
        double idle = 0;
        for (int n = 0; n < engines; n++) {
            idle += term;
            term *= busy / (n + 1);
        }
        double allBusy = term * engines / (engines - busy);
        return allBusy / (idle + allBusy);
    }
}
