package io.dynamoplanner.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.Change;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.sim.fleet.StartUp;
import io.dynamoplanner.sim.request.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Engines that come and go while requests run. Prefill takes 1 ms per prompt token; decode 10 ms per token. */
final class ScalingTest {
    private static final EngineOptions PREFILL = EngineOptions.prefill(SimpleModels.prefill(isl -> isl), 1);
    private static final EngineOptions DECODE =
            EngineOptions.decode(SimpleModels.decode((concurrency, context) -> 10, 1e6), 2);
    private static final Requests NOTHING = Requests.of(new double[0], new int[0], new int[0], 100);

    @Test
    void aNewEngineServesAfterItsStartUpAndHoldsItsGpusFromTheBeginning() {
        var policy = decodePolicy(1).write(10, decode(3));

        PolicyRun run =
                simulate(decodeOnly(DECODE.withStartUp(StartUp.fixed(20))).build(), NOTHING, policy);

        assertThat(seenAt(policy, 10)).isEqualTo(RoleFleet.settled(1, 2));
        assertThat(seenAt(policy, 15)).isEqualTo(new RoleFleet(3, 1, 2, 0, OptionalInt.of(2), Rollout.SCALING));
        assertThat(seenAt(policy, 35)).isEqualTo(RoleFleet.settled(3, 2));
        assertThat(run.summary().gpuHours()).isCloseTo((2 * 100 + 4 * 90) / 3600.0, within(1e-12));
        assertThat(run.timeline().roles().get(Role.DECODE).ready().subList(5, 8))
                .containsExactly(1, 3, 3);
    }

    @Test
    void aDrainingEngineFinishesItsWorkAndThenGivesBackItsGpus() {
        // Two requests on two engines: 30 s and 40 s of decoding. At 10 s one engine goes; it needs until 30 s.
        Requests two = Requests.of(new double[] {0, 0}, new int[] {10, 20}, new int[] {3001, 4001}, 100);
        var policy = decodePolicy(2).write(10, decode(1));

        PolicyRun run = simulate(decodeOnly(DECODE).build(), two, policy);

        assertThat(seenAt(policy, 15)).isEqualTo(new RoleFleet(1, 1, 0, 1, OptionalInt.of(2), Rollout.SETTLED));
        assertThat(seenAt(policy, 35)).isEqualTo(RoleFleet.settled(1, 2));
        assertThat(run.summary().completed()).isEqualTo(2);
        assertThat(run.summary().itlMs().p99()).isCloseTo(10, within(1e-6));
        assertThat(run.summary().gpuHours()).isCloseTo((2 * 100 + 2 * 30) / 3600.0, within(1e-12));
    }

    @Test
    void theEmptiestEngineGoesFirstAndADrainingOneTakesNoNewWork() {
        // A request on the first engine; the second is idle and goes at once. The next request joins the first engine.
        Requests two = Requests.of(new double[] {0, 20}, new int[] {10, 10}, new int[] {3001, 101}, 100);
        var policy = decodePolicy(2).write(10, decode(1)).write(15, decode(0)).write(50, decode(1));

        PolicyRun run = simulate(decodeOnly(DECODE).build(), two, policy);

        assertThat(seenAt(policy, 15)).isEqualTo(RoleFleet.settled(1, 2));
        // The second request comes when the only engine drains; it waits until the new one at 50 s.
        assertThat(seenAt(policy, 20).terminating()).isEqualTo(1);
        assertThat(run.timeline().itlP50Ms().get(4)).isCloseTo((30_000 + 1000) / 100.0, within(1e-6));
    }

    @Test
    void whatDoesNotFinishInTimeStartsAgainWithTheTokensItHas() {
        // Decodes from 0.1 s on. At 10 s the engine starts to drain; its time is over at 20 s with 1990 tokens
        // done.
        // Prefill reads 100 + 1 + 1990 tokens in 2.091 s and yields one token; the other 4009 take 40.09 s.
        Requests one = Requests.of(new double[] {0}, new int[] {100}, new int[] {6001}, 100);
        var engines = PerRole.of(Role.PREFILL, PREFILL, Role.DECODE, DECODE);
        var options = SimulationOptions.builder(engines, 1000, 20).maxDrainS(10).build();
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 1, Role.DECODE, 1), Duration.ofSeconds(5))
                .write(10, decode(0))
                .write(12, decode(1));

        PolicyRun run = simulate(options, one, policy);

        assertThat(run.summary().completed()).isEqualTo(1);
        assertThat(run.summary().ttftMs().p50()).isCloseTo(100, within(1e-6));
        double completedAt = 20 + 2.091 + 40.09;
        assertThat(run.summary().itlMs().p50()).isCloseTo((completedAt - 0.1) * 1000 / 6000, within(0.01));
        assertThat(policy.seen().get(policy.seen().size() - 1).fleet().role(Role.DECODE))
                .isEqualTo(RoleFleet.settled(1, 2));
    }

    @Test
    void aDecodeEngineWithoutPrefillEnginesHandsItsRequestsOnAtOnce() {
        // 1500 tokens after the first are out at 15 s; the restart yields one more at once, and 4499 are left.
        Requests one = Requests.of(new double[] {0}, new int[] {100}, new int[] {6001}, 100);
        var policy = decodePolicy(1).write(10, decode(0)).write(12, decode(1));

        PolicyRun run = simulate(decodeOnly(DECODE).maxDrainS(5).build(), one, policy);

        assertThat(run.summary().itlMs().p50()).isCloseTo((15 + 44.99) * 1000 / 6000, within(0.01));
    }

    @Test
    void anInterruptedPrefillStartsAgainBeforeAllThatWait() {
        // The first prefill is lost at 10 s. The new engine serves the second from 7 to 8 s and the third from 8.5 to
        // 11.5 s,
        // then the first again until 31.5 s, and only then the fourth, which came at 9 s.
        Requests four = Requests.of(
                new double[] {0, 1, 8.5, 9}, new int[] {20_000, 1000, 3000, 1000}, new int[] {1, 1, 1, 1}, 100);
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 1), Duration.ofSeconds(5))
                .write(5, PerRole.of(Role.PREFILL, 0))
                .write(7, PerRole.of(Role.PREFILL, 1));
        var options = SimulationOptions.builder(PerRole.of(Role.PREFILL, PREFILL), 1000, 20)
                .maxDrainS(5)
                .build();

        PolicyRun run = simulate(options, four, policy);

        // TTFTs of 31.5, 7, 3 and 23.5 s.
        assertThat(run.summary().ttftMs().p50()).isCloseTo(15_250, within(1e-6));
        assertThat(run.summary().ttftMs().p99()).isCloseTo(31_260, within(1e-6));
    }

    @Test
    void anAggregatedEngineHandsOnItsPrefillAndItsBatch() {
        // The first has 91 tokens when the second's prefill starts at 1 s and pauses it. At 10 s both lose their
        // engine. The new
        // one reads 191 tokens for the first, then 20,000 for the second until 30.191 s; then the first gets its last
        // 5909.
        Requests two = Requests.of(new double[] {0, 1}, new int[] {100, 20_000}, new int[] {6001, 1}, 100);
        var engine = EngineOptions.aggregated(
                PREFILL.prefill().orElseThrow(), DECODE.decode().orElseThrow(), 1);
        var policy = new ScriptedPolicy(PerRole.of(Role.AGGREGATED, 1), Duration.ofSeconds(5))
                .write(5, PerRole.of(Role.AGGREGATED, 0))
                .write(7, PerRole.of(Role.AGGREGATED, 1));
        var options = SimulationOptions.builder(PerRole.of(Role.AGGREGATED, engine), 1000, 20)
                .maxDrainS(5)
                .build();

        PolicyRun run = simulate(options, two, policy);

        assertThat(run.summary().ttftMs().p50()).isCloseTo((100 + 29_191) / 2.0, within(1.0));
        assertThat(run.summary().itlMs().p50()).isCloseTo((30.191 + 59.09 - 0.1) * 1000 / 6000, within(0.01));
    }

    @Test
    void aLargeFleetGrowsAndShrinks() {
        var policy = decodePolicy(3).write(10, decode(70)).write(20, decode(5)).write(30, decode(50));

        PolicyRun run = simulate(decodeOnly(DECODE).build(), NOTHING, policy);

        assertThat(run.summary().peakGpus()).isEqualTo(140);
        assertThat(run.summary().gpuHours()).isCloseTo(2 * (3 + 70 + 5 + 50 * 7) * 10 / 3600.0, within(1e-9));
    }

    @Test
    void anEngineThatDoesNotFitWaitsForGpusInTurn() {
        // 5 GPUs: two decode engines of 2. A third is pending until one of them has drained.
        Requests one = Requests.of(new double[] {0, 0}, new int[] {10, 10}, new int[] {3001, 6001}, 100);
        var policy = new ScriptedPolicy(decode(2), Duration.ofSeconds(5)).write(5, decode(3));
        PolicyRun run = simulate(decodeOnly(DECODE).clusterGpus(5).build(), one, policy);

        assertThat(seenAt(policy, 90)).isEqualTo(new RoleFleet(3, 2, 1, 0, OptionalInt.of(2), Rollout.SCALING));
        assertThat(run.summary().peakGpus()).isEqualTo(4);

        var replaced = new ScriptedPolicy(decode(2), Duration.ofSeconds(5))
                .write(5, decode(1))
                .write(10, decode(2));
        PolicyRun second = simulate(
                decodeOnly(DECODE.withStartUp(StartUp.fixed(10))).clusterGpus(4).build(), one, replaced);

        // The drained engine is gone at 30 s; the new one starts then and is ready at 40 s.
        assertThat(seenAt(replaced, 30).starting()).isEqualTo(1);
        assertThat(seenAt(replaced, 40).ready()).isEqualTo(1);
        assertThat(seenAt(replaced, 45).ready()).isEqualTo(2);
        assertThat(second.summary().peakGpus()).isEqualTo(4);
        assertThat(second.summary().gpuHours()).isCloseTo(4 * 100 / 3600.0, within(1e-12));
    }

    @Test
    void scalingDownGivesUpEnginesThatDoNotServeYetFirst() {
        var policy = decodePolicy(1).write(10, decode(4)).write(20, decode(2));
        var options =
                decodeOnly(DECODE.withStartUp(StartUp.fixed(30))).clusterGpus(6).build();

        simulate(options, NOTHING, policy);

        // At 20 s one was pending and two were starting: the pending one and one of those are gone.
        assertThat(seenAt(policy, 15)).isEqualTo(new RoleFleet(4, 1, 3, 0, OptionalInt.of(2), Rollout.SCALING));
        assertThat(seenAt(policy, 25)).isEqualTo(new RoleFleet(2, 1, 1, 0, OptionalInt.of(2), Rollout.SCALING));
        assertThat(seenAt(policy, 45)).isEqualTo(RoleFleet.settled(2, 2));
    }

    @Test
    void changesAndTurnsAndHoldingsAboveTheCeilingAreCounted() {
        var policy = decodePolicy(1)
                .write(10, decode(3))
                .write(20, decode(3))
                .write(30, decode(1))
                .write(40, decode(2));

        PolicyRun run = simulate(decodeOnly(DECODE).gpuCeiling(5).build(), NOTHING, policy);

        assertThat(run.changes())
                .extracting(Change::atS, Change::from, Change::to, Change::reason)
                .containsExactly(
                        tuple(10.0, 1, 3, "told to"), tuple(30.0, 3, 1, "told to"), tuple(40.0, 1, 2, "told to"));
        assertThat(run.summary().scaleEvents()).isEqualTo(3);
        assertThat(run.summary().directionChanges()).isEqualTo(2);
        assertThat(run.summary().peakGpus()).isEqualTo(6);
        assertThat(run.summary().budgetViolations()).isEqualTo(1);
    }

    @Test
    void aSwapBetweenRolesReleasesBeforeItTakes() {
        var engines = PerRole.of(Role.PREFILL, PREFILL, Role.DECODE, DECODE);
        var options = SimulationOptions.builder(engines, 1000, 20).gpuCeiling(6).build();
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 4, Role.DECODE, 1), Duration.ofSeconds(5))
                .write(10, PerRole.of(Role.PREFILL, 2, Role.DECODE, 2));

        PolicyRun run = simulate(options, NOTHING, policy);

        assertThat(run.summary().peakGpus()).isEqualTo(6);
        assertThat(run.summary().budgetViolations()).isZero();
    }

    @Test
    void thePolicyIsAskedAtTheStartAndWheneverItWantsTo() {
        var policy = decodePolicy(1).write(7, decode(2));
        Instant epoch = Instant.parse("2027-05-01T00:00:00Z");

        PolicyRun run = simulate(decodeOnly(DECODE).epoch(epoch).build(), NOTHING, policy);

        assertThat(policy.calls().subList(0, 4))
                .containsExactly(epoch, epoch.plusSeconds(5), epoch.plusSeconds(7), epoch.plusSeconds(10));
        assertThat(policy.seen().get(0).windows()).isEmpty();
        assertThat(policy.seen()).extracting(o -> o.windows().size()).startsWith(0, 1, 0, 1);
        // The forecast in force at the end of each row; a decision at that instant is for the next one.
        assertThat(run.timeline().forecastRps()).startsWith(0.0, 7.0, 10.0);
        assertThat(run.notes()).hasSize(1);
    }

    @Test
    void aPolicyThatBreaksItsContractIsNamed() {
        assertThatThrownBy(() -> simulate(
                        decodeOnly(DECODE).build(), NOTHING, decodePolicy(1).write(5, decode(-1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scripted")
                .hasMessageContaining("-1 replicas for role decode");
        var wrongRole = new ScriptedPolicy(PerRole.of(Role.PREFILL, 1), Duration.ofSeconds(5));
        assertThatThrownBy(() -> simulate(decodeOnly(DECODE).build(), NOTHING, wrongRole))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no initial replicas for role decode");
    }

    @Test
    void aListenerHearsOfProgressAndCanStopTheRun() {
        List<Double> shares = new ArrayList<>();
        Simulation.run(decodeOnly(DECODE).build(), NOTHING, decodePolicy(1), share -> shares.add(share));
        assertThat(shares).hasSizeBetween(100, 101).isSorted().startsWith(0.0, 0.01);

        assertThatThrownBy(() ->
                        Simulation.run(decodeOnly(DECODE).build(), NOTHING, decodePolicy(1), share -> share < 0.5))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("50");
    }

    private static SimulationOptions.Builder decodeOnly(EngineOptions engine) {
        return SimulationOptions.builder(PerRole.of(Role.DECODE, engine), 1000, 20);
    }

    private static ScriptedPolicy decodePolicy(int replicas) {
        return new ScriptedPolicy(decode(replicas), Duration.ofSeconds(5));
    }

    private static PerRole<Integer> decode(int replicas) {
        return PerRole.of(Role.DECODE, replicas);
    }

    private static PolicyRun simulate(SimulationOptions options, Requests requests, ScriptedPolicy policy) {
        return Simulation.run(options, requests, policy, ProgressListener.SILENT);
    }

    /** The decode role as the policy saw it when it was asked at {@code atS}. */
    private static RoleFleet seenAt(ScriptedPolicy policy, long atS) {
        int call = policy.calls().indexOf(policy.calls().get(0).plusSeconds(atS));
        return policy.seen().get(call).fleet().role(Role.DECODE);
    }
}
