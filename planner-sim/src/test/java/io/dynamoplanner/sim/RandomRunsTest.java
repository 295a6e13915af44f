package io.dynamoplanner.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.sim.fleet.StartUp;
import io.dynamoplanner.sim.metrics.MetricFaults;
import io.dynamoplanner.sim.metrics.MetricFaults.Outage;
import io.dynamoplanner.sim.request.Requests;
import io.dynamoplanner.sim.serving.KvTransfer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every run, however wildly its fleet is scaled, with little KV room, few GPUs and short drains. */
final class RandomRunsTest {
    private static final int CAPACITY = 12;
    private static final int REQUESTS = 3000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyRequestCompletesOnceAndNoMoreGpusAreHeldThanExist(long seed) {
        PolicyRun run = run(seed, seed);

        assertThat(run.summary().completed()).isEqualTo(REQUESTS);
        assertThat(run.summary().peakGpus()).isBetween(1, CAPACITY);
        assertThat(run.timeline().gpus()).allMatch(gpus -> gpus <= CAPACITY);
        assertThat(run.timeline().gpuHours()).isSorted();
        assertThat(run.summary().gpuHours())
                .isEqualTo(run.timeline().gpuHours().get(run.timeline().rows() - 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theSameSeedGivesTheSameRunBitForBitAndAnotherSeedDoesNot(long seed) {
        assertThat(run(seed, 5).toString()).isEqualTo(run(seed, 5).toString());
        assertThat(run(seed, 5)).isEqualTo(run(seed, 5)).isNotEqualTo(run(seed, 6));
    }

    /** Even traffic seeds run prefill and decode, odd ones aggregated engines. */
    private static PolicyRun run(long trafficSeed, long seed) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(trafficSeed);
        StartUp startUp = new StartUp(5, 20, 60);
        var decode = SimpleModels.decode((concurrency, context) -> 6 + 0.5 * concurrency, 12_000);
        var prefill = SimpleModels.typicalPrefill();
        boolean aggregated = trafficSeed % 2 == 1;
        var engines = aggregated
                ? PerRole.of(
                        Role.AGGREGATED,
                        EngineOptions.aggregated(prefill, decode, 2).withStartUp(startUp))
                : PerRole.of(
                        Role.PREFILL, EngineOptions.prefill(prefill, 1).withStartUp(startUp),
                        Role.DECODE,
                                EngineOptions.decode(decode, 2).withMaxBatch(16).withStartUp(startUp));
        var policy = new ScriptedPolicy(replicas(aggregated, 2, 2), Duration.ofSeconds(30));
        for (int at = 7; at < 600; at += 1 + random.nextInt(40)) {
            policy.write(at, replicas(aggregated, random.nextInt(7), random.nextInt(5)));
        }
        policy.write(600, replicas(aggregated, 3, 3));
        var options = SimulationOptions.builder(engines, 500, 20)
                .transfer(new KvTransfer(3, 100_000))
                .clusterGpus(CAPACITY)
                .maxDrainS(2)
                .faults(MetricFaults.of(new Outage(100, 160)))
                .seed(seed)
                .build();
        return Simulation.run(options, requests(random), policy, ProgressListener.SILENT);
    }

    private static PerRole<Integer> replicas(boolean aggregated, int first, int second) {
        return aggregated ? PerRole.of(Role.AGGREGATED, first) : PerRole.of(Role.PREFILL, first, Role.DECODE, second);
    }

    private static Requests requests(RandomGenerator random) {
        double[] arrivalS = new double[REQUESTS];
        int[] isl = new int[REQUESTS];
        int[] osl = new int[REQUESTS];
        double now = 0;
        for (int i = 0; i < REQUESTS; i++) {
            now += random.nextExponential() * 0.19;
            arrivalS[i] = Math.floor(now * 10) / 10; // ties on purpose
            isl[i] = random.nextInt(3000);
            osl[i] = random.nextInt(300);
        }
        return Requests.of(arrivalS, isl, osl);
    }
}
