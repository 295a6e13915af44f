package io.dynamoplanner.core.cycle;

import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.constraint.Baseline;
import io.dynamoplanner.core.constraint.StepLimit;
import io.dynamoplanner.core.demand.UnknownPolicy;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.testing.Cycles;
import io.dynamoplanner.core.testing.LivePlanner;
import io.dynamoplanner.core.testing.Traffic;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnknownNeverShrinksTest {
    private static final UnknownPolicy LAST_GOOD = new UnknownPolicy.LastGood(Duration.ofMinutes(3));

    static Stream<UnknownPolicy> policies() {
        return Stream.of(
                new UnknownPolicy.Hold(), new UnknownPolicy.Floor(5), new UnknownPolicy.Fallback(120), LAST_GOOD);
    }

    @ParameterizedTest
    @MethodSource("policies")
    void whileTheNewestCountIsUnknownNoRoleIsShrunk(UnknownPolicy policy) {
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Cycles cycles = Cycles.plain()
                    .unknown(Signal.REQUESTS, policy)
                    .floors(random.nextInt(3), random.nextInt(3))
                    .steadiedBy(new StepLimit(
                            1 + random.nextInt(5),
                            1 + random.nextInt(5),
                            random.nextBoolean() ? Baseline.DESIRED : Baseline.READY));
            LivePlanner planner = cycles.live(random.nextInt(8), random.nextInt(8));
            for (long k = random.nextLong(2); k < 40; k++) {
                meddle(planner, random, k);
                int prefill = planner.replicas(PREFILL);
                int decode = planner.replicas(DECODE);
                boolean known = random.nextInt(3) > 0;
                if (known) {
                    planner.see(k, random.nextInt(4) == 0 ? Traffic.idle(k) : Traffic.requests(k, random.nextInt(900)));
                } else {
                    List<TrafficWindow> shown = random.nextBoolean() ? List.of(Traffic.outage(k)) : List.of();
                    planner.tick(Traffic.after(k, 1), shown.toArray(TrafficWindow[]::new));
                    assertThat(planner.replicas(PREFILL))
                            .as("seed %d, window %d", seed, k)
                            .isGreaterThanOrEqualTo(prefill);
                    assertThat(planner.replicas(DECODE))
                            .as("seed %d, window %d", seed, k)
                            .isGreaterThanOrEqualTo(decode);
                }
            }
        }
    }

    @Test
    void withHoldOnUnknownAnOutageKeepsWhatThereIs() {
        assertThat(replicasAfterAnOutage(shrinkingStepByStep())).isEqualTo(8);
    }

    @Test
    void withoutHoldOnUnknownTheSameOutageWouldGoOnShrinking() {
        assertThat(replicasAfterAnOutage(shrinkingStepByStep().withoutHoldOnUnknown()))
                .isEqualTo(6);
    }

    @Test
    void aFleetWhoseCountsAreUnknownIsNotShrunkByLiveDemand() {
        LivePlanner planner = Cycles.plain().live(9, 9);
        planner.fleet(PREFILL, new RoleFleet(9, 0, 0, 0, OptionalInt.of(1), RoleFleet.Rollout.UNKNOWN));

        planner.see(0, Traffic.requests(0, 100));
        assertThat(planner.replicas(PREFILL)).isEqualTo(9);
        assertThat(planner.replicas(DECODE)).isEqualTo(2);
    }

    @Test
    void theFirstTickBeforeAnyWindowChangesNothing() {
        LivePlanner planner =
                Cycles.plain().steadiedBy(new StepLimit(2, 2, Baseline.DESIRED)).live(30, 40);

        assertThat(planner.tick(Traffic.START.plusSeconds(5)).effects()).isEmpty();
    }

    @Test
    void theFirstKnownWindowAfterAnOutageMayShrinkAgain() {
        LivePlanner planner = Cycles.plain().live(9, 9);
        planner.see(0, Traffic.outage(0));
        planner.see(1, Traffic.requests(1, 100));

        assertThat(planner.replicas(PREFILL)).isEqualTo(1);
    }

    private static Cycles shrinkingStepByStep() {
        return Cycles.plain().unknown(Signal.REQUESTS, LAST_GOOD).steadiedBy(new StepLimit(2, 2, Baseline.DESIRED));
    }

    private static int replicasAfterAnOutage(Cycles cycles) {
        LivePlanner planner = cycles.live(10, 10);
        planner.see(0, Traffic.requests(0, 100));
        planner.see(1, Traffic.outage(1));
        return planner.replicas(PREFILL);
    }

    private static void meddle(LivePlanner planner, RandomGenerator random, long window) {
        Role role = random.nextBoolean() ? PREFILL : DECODE;
        int n = random.nextInt(10);
        switch (random.nextInt(6)) {
            case 0 ->
                planner.fleet(
                        role,
                        new RoleFleet(n, random.nextInt(n + 1), 0, 0, OptionalInt.of(1), RoleFleet.Rollout.SCALING));
            case 1 ->
                planner.change(s ->
                        s.hearing(Proposal.exactly(role, n, "by hand", "operator", 1, Traffic.after(window + 2, 0))));
            case 2 ->
                planner.change(
                        s -> s.hearing(Proposal.atMost(role, n, "quota", "plugin", 1, Traffic.after(window + 2, 0))));
            default -> {
                // nobody meddles
            }
        }
    }
}
