package io.dynamoplanner.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.sim.fleet.StartUp;
import io.dynamoplanner.sim.policy.StaticPolicy;
import io.dynamoplanner.sim.request.Requests;
import io.dynamoplanner.sim.serving.KvTransfer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs small enough to work out by hand. Prefill takes 1 ms per prompt token; decode 10 ms per token and request. */
final class SmallRunsTest {
    private static final EngineOptions PREFILL = EngineOptions.prefill(SimpleModels.prefill(isl -> isl), 1);
    private static final EngineOptions DECODE =
            EngineOptions.decode(SimpleModels.decode((concurrency, context) -> 10 * concurrency, 5000), 2);
    private static final EngineOptions AGGREGATED = EngineOptions.aggregated(
            SimpleModels.prefill(isl -> isl), SimpleModels.decode((concurrency, context) -> 10 * concurrency, 5000), 4);
    private static final PerRole<Integer> ONE_EACH = PerRole.of(Role.PREFILL, 1, Role.DECODE, 1);

    @Test
    void oneRequestTakesItsPrefillItsTransferAndItsTokens() {
        Requests one = Requests.of(new double[] {2}, new int[] {500}, new int[] {101}, 10);
        var options = disaggregated().transfer(new KvTransfer(50, 10_000)).build();

        PolicyRun run = run(options, one, ONE_EACH);

        assertThat(run.summary().ttftMs().p50()).isCloseTo(500, within(1e-6));
        // 100 intervals of 10 ms, and 50 ms + 501 tokens at 10,000 per second before the first of them.
        assertThat(run.summary().itlMs().p50()).isCloseTo(10 + (50 + 50.1) / 100, within(1e-6));
        assertThat(run.summary().completed()).isEqualTo(1);
    }

    @Test
    void prefillServesOneRequestAtATimeInOrder() {
        Requests three = Requests.of(new double[] {0, 0, 0.1}, new int[] {1000, 200, 300}, new int[] {1, 1, 1}, 10);

        PolicyRun run = run(disaggregated().build(), three, ONE_EACH);

        // First tokens at 1.0, 1.2 and 1.5 s.
        assertThat(run.timeline().ttftP50Ms().get(0)).isCloseTo(1200, within(1e-6));
        assertThat(run.summary().ttftMs().p99()).isCloseTo(1200 + 0.98 * 200, within(1e-6));
        assertThat(run.summary().ttftInside()).isCloseTo(1.0 / 3, within(1e-12));
    }

    @Test
    void aSecondMemberSlowsTheFirstOnlyWhileItIsThere() {
        // First tokens at 0.1 and 0.6 s. Alone from 0.1 s, the first has 50 of its 100 tokens at 0.6 s. Together both
        // get
        // a token each 20 ms: the second has its 10 at 0.8 s, the first then 60, and its last 40 by 1.2 s.
        Requests two = Requests.of(new double[] {0, 0.5}, new int[] {100, 100}, new int[] {101, 11}, 10);

        PolicyRun run = run(disaggregated().build(), two, ONE_EACH);

        double first = 1100.0 / 100;
        double second = 200.0 / 10;
        assertThat(run.summary().itlMs().p50()).isCloseTo((first + second) / 2, within(1e-6));
        assertThat(run.summary().itlMs().p99()).isCloseTo(first + 0.99 * (second - first), within(1e-6));
    }

    @Test
    void aRequestWithoutRoomInTheKvCacheWaitsForOneThatLeaves() {
        // 3100 tokens each do not fit twice into 5000. First tokens at 3.0 and 6.0 s; the first decodes until 4.0 s.
        Requests fits = Requests.of(new double[] {0, 0}, new int[] {3000, 3000}, new int[] {101, 101}, 10);
        assertThat(run(disaggregated().build(), fits, ONE_EACH)
                        .summary()
                        .itlMs()
                        .p99())
                .isCloseTo(10, within(1e-6));

        // With 501 tokens the first decodes from 3.0 to 8.0 s and the second, from 6.0 s on, waits for it: 2 s more.
        Requests waits = Requests.of(new double[] {0, 0}, new int[] {3000, 3000}, new int[] {501, 501}, 10);
        PolicyRun run = run(disaggregated().build(), waits, ONE_EACH);
        assertThat(run.summary().itlMs().p50()).isCloseTo((10 + 14) / 2.0, within(1e-6));
    }

    @Test
    void aSmallRequestBehindALargeOneJoinsAnotherEngineAsSoonAsTheLargeOneHasItsPlace() {
        // Two engines of 5000 tokens. The first two requests take 4000 and 3001, the third needs 4500 and waits for the
        // first engine, until 1 s. The fourth, behind it, then finds no room there but on the second engine. From there
        // on
        // the two share it: the fourth has its 100 tokens at 3 s, the second then 200, and its last 800 by 11 s.
        Requests four =
                Requests.of(new double[4], new int[] {3899, 2000, 4399, 900}, new int[] {101, 1001, 101, 101}, 20);
        var options = SimulationOptions.builder(PerRole.of(Role.DECODE, DECODE), 1000, 20)
                .build();

        PolicyRun run = run(options, four, PerRole.of(Role.DECODE, 2));

        // Mean ITLs of the four: 10, 11, 20, 30 ms.
        assertThat(run.summary().itlMs().p50()).isCloseTo(15.5, within(1e-6));
        assertThat(run.summary().itlMs().p99()).isCloseTo(29.7, within(1e-6));
    }

    @Test
    void maxBatchLimitsAnEngineLikeItsKvCacheDoes() {
        var limited = PerRole.of(Role.PREFILL, PREFILL, Role.DECODE, DECODE.withMaxBatch(1));
        Requests two = Requests.of(new double[] {0, 0}, new int[] {100, 100}, new int[] {101, 101}, 10);

        PolicyRun run = run(SimulationOptions.builder(limited, 1000, 20).build(), two, ONE_EACH);

        // The first decodes from 0.1 to 1.1 s alone; the second has its first token at 0.2 s and starts at 1.1 s.
        assertThat(run.summary().itlMs().p50()).isCloseTo((10 + 19) / 2.0, within(1e-6));
    }

    @Test
    void decodeGoesToTheEngineWithTheFewestTokens() {
        Requests two = Requests.of(new double[] {0, 0}, new int[] {100, 100}, new int[] {101, 101}, 10);

        PolicyRun run = run(disaggregated().build(), two, PerRole.of(Role.PREFILL, 1, Role.DECODE, 2));

        assertThat(run.summary().itlMs().p99()).isCloseTo(10, within(1e-6));
    }

    @Test
    void aRequestLargerThanTheCacheHasAnEngineForItself() {
        Requests huge = Requests.of(new double[] {0, 0}, new int[] {100, 9000}, new int[] {201, 101}, 10);

        PolicyRun run = run(disaggregated().build(), huge, ONE_EACH);

        assertThat(run.summary().completed()).isEqualTo(2);
        assertThat(run.summary().itlMs().p99()).isCloseTo(10, within(1e-6));
    }

    @Test
    void oneOutputTokenIsDoneWithThePrefillAndMeetsAnyItlTarget() {
        Requests short2 = Requests.of(new double[] {0, 1}, new int[] {100, 100}, new int[] {1, 0}, 10);

        PolicyRun run = run(disaggregated().build(), short2, PerRole.of(Role.PREFILL, 1, Role.DECODE, 0));

        assertThat(run.summary().completed()).isEqualTo(2);
        assertThat(run.summary().itlInside()).isEqualTo(1);
        assertThat(run.summary().itlMs().p50()).isNaN();
    }

    @Test
    void anAggregatedEnginePausesDecodeDuringPrefill() {
        // The first decodes from 0.1 s. At 0.5 s it has 40 of 100 tokens and stops until 0.8 s; then both get one each
        // 20 ms:
        // the second has its 10 at 1.0 s, the first then 50, and its last 50 by 1.5 s.
        Requests two = Requests.of(new double[] {0, 0.5}, new int[] {100, 300}, new int[] {101, 11}, 10);

        PolicyRun run = run(aggregated().build(), two, PerRole.of(Role.AGGREGATED, 1));

        assertThat(run.summary().ttftMs().p50()).isCloseTo(200, within(1e-6));
        double first = 1400.0 / 100;
        double second = 200.0 / 10;
        assertThat(run.summary().itlMs().p50()).isCloseTo((first + second) / 2, within(1e-6));
        assertThat(run.summary().itlMs().p99()).isCloseTo(first + 0.99 * (second - first), within(1e-6));
    }

    @Test
    void anAggregatedEngineWithoutRoomMakesThePrefillWait() {
        Requests two = Requests.of(new double[] {0, 0}, new int[] {3000, 3000}, new int[] {101, 1}, 10);

        PolicyRun run = run(aggregated().build(), two, PerRole.of(Role.AGGREGATED, 1));

        // First token at 3 s; complete at 4 s; only then the second prefill, until 7 s.
        assertThat(run.summary().ttftMs().p50()).isCloseTo(5000, within(1e-6));
    }

    @Test
    void aFixedRoleIsSimulatedButNotSeenScaledOrPaidFor() {
        var options = disaggregated().fixedReplicas(PerRole.of(Role.DECODE, 1)).build();
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 1), Duration.ofSeconds(5));
        Requests one = Requests.of(new double[] {0}, new int[] {100}, new int[] {11}, 3600);

        PolicyRun run = Simulation.run(options, one, policy, ProgressListener.SILENT);

        assertThat(run.summary().itlMs().p50()).isCloseTo(10, within(1e-6));
        assertThat(run.summary().gpuHours()).isCloseTo(1, within(1e-9));
        assertThat(policy.seen().get(0).fleet().roles().has(Role.DECODE)).isFalse();
        assertThat(run.timeline().roles().has(Role.DECODE)).isFalse();
    }

    @Test
    void aRoleThatIsLeftOutTakesNoTime() {
        Requests one = Requests.of(new double[] {0}, new int[] {100}, new int[] {11}, 10);

        var prefillOnly = SimulationOptions.builder(PerRole.of(Role.PREFILL, PREFILL), 1000, 20)
                .build();
        PolicyRun prefill = run(prefillOnly, one, PerRole.of(Role.PREFILL, 1));
        assertThat(prefill.summary().ttftMs().p50()).isCloseTo(100, within(1e-6));
        assertThat(prefill.summary().itlMs().p50()).isZero();

        var decodeOnly = SimulationOptions.builder(PerRole.of(Role.DECODE, DECODE), 1000, 20)
                .build();
        PolicyRun decode = run(decodeOnly, one, PerRole.of(Role.DECODE, 1));
        assertThat(decode.summary().ttftMs().p50()).isZero();
        assertThat(decode.summary().itlMs().p50()).isCloseTo(10, within(1e-6));
    }

    @Test
    void aFasterEngineDividesBothTimes() {
        var fast = PerRole.of(Role.PREFILL, PREFILL.withSpeedFactor(2), Role.DECODE, DECODE.withSpeedFactor(4));
        Requests one = Requests.of(new double[] {0}, new int[] {100}, new int[] {11}, 10);

        PolicyRun run = run(SimulationOptions.builder(fast, 1000, 20).build(), one, ONE_EACH);

        assertThat(run.summary().ttftMs().p50()).isCloseTo(50, within(1e-6));
        assertThat(run.summary().itlMs().p50()).isCloseTo(2.5, within(1e-6));
    }

    @Test
    void aFleetAtZeroKeepsRequestsUntilAnEngineIsReady() {
        var slowStart = PerRole.of(Role.PREFILL, PREFILL.withStartUp(StartUp.fixed(30)));
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 0), Duration.ofSeconds(60))
                .write(60, PerRole.of(Role.PREFILL, 1));
        Requests two = Requests.of(new double[] {10, 20}, new int[] {100, 100}, new int[] {1, 1}, 120);

        PolicyRun run = Simulation.run(
                SimulationOptions.builder(slowStart, 1000, 20).build(), two, policy, ProgressListener.SILENT);

        // Ready at 90 s; first tokens at 90.1 and 90.2 s.
        assertThat(run.summary().ttftMs().p50()).isCloseTo((80_100 + 70_200) / 2.0, within(1e-6));
        assertThat(run.summary().gpuHours()).isCloseTo(60 / 3600.0, within(1e-12));
    }

    @Test
    void aRunThatCannotFinishEndsAndCountsItsRequestsAsMissed() {
        Requests two = Requests.of(new double[] {0, 5}, new int[] {100, 100}, new int[] {1, 11}, 10);

        PolicyRun run = run(disaggregated().build(), two, PerRole.of(Role.PREFILL, 1, Role.DECODE, 0));

        assertThat(run.summary().completed()).isEqualTo(1);
        assertThat(run.summary().ttftInside()).isEqualTo(0.5);
        assertThat(run.summary().bothInside()).isEqualTo(0.5);
        assertThat(run.notes())
                .singleElement()
                .satisfies(note -> assertThat(note.text()).startsWith("1 of 2 requests"));
    }

    @Test
    void rowsTellAboutTheRequestsThatArrivedInThem() {
        Requests three = Requests.of(new double[] {1, 2, 6}, new int[] {100, 300, 2000}, new int[] {1, 1, 1}, 12);

        var timeline = run(disaggregated().build(), three, ONE_EACH).timeline();

        assertThat(timeline.stepS()).isEqualTo(5);
        assertThat(timeline.offeredRps()).isEqualTo(List.of(0.4, 0.2, 0.0));
        assertThat(timeline.isl()).isEqualTo(List.of(200.0, 2000.0, Double.NaN));
        assertThat(timeline.inside()).isEqualTo(List.of(1.0, 0.0, Double.NaN));
        assertThat(timeline.gpus()).isEqualTo(List.of(3.0, 3.0, 3.0));
        assertThat(timeline.gpuHours().get(2)).isCloseTo(36 / 3600.0, within(1e-12));
    }

    private static SimulationOptions.Builder disaggregated() {
        return SimulationOptions.builder(PerRole.of(Role.PREFILL, PREFILL, Role.DECODE, DECODE), 1000, 20);
    }

    private static SimulationOptions.Builder aggregated() {
        return SimulationOptions.builder(PerRole.of(Role.AGGREGATED, AGGREGATED), 1000, 20);
    }

    private static PolicyRun run(SimulationOptions options, Requests requests, PerRole<Integer> replicas) {
        var policy = new StaticPolicy("static", "Static", "Never changes.", replicas);
        return Simulation.run(options, requests, policy, ProgressListener.SILENT);
    }
}
