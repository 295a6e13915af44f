package io.dynamoplanner.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.sim.policy.StaticPolicy;
import io.dynamoplanner.sim.request.Requests;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long runs against formulas that do not come from the simulation. */
final class QueueTheoryTest {
    private static final double SERVICE_MS = 100;

    /** Poisson arrivals and constant service, one engine: the mean wait is {@code ρ·s / (2·(1 − ρ))}. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8})
    void meanPrefillWaitIsThatOfAQueueWithConstantService(double utilisation) {
        int n = 1_000_000;
        double[] arrivalS = new double[n];
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        double now = 0;
        for (int i = 0; i < n; i++) {
            now += random.nextExponential() * SERVICE_MS / 1000 / utilisation;
            arrivalS[i] = now;
        }
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        var engines = PerRole.of(Role.PREFILL, EngineOptions.prefill(SimpleModels.prefill(isl -> SERVICE_MS), 1));
        // One window over nearly all of the run gives the mean as the metrics show it.
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 1), Duration.ofSeconds((long) now - 10));

        PolicyRun run = Simulation.run(
                SimulationOptions.builder(engines, 1000, 20).build(),
                Requests.of(arrivalS, ones, ones),
                policy,
                ProgressListener.SILENT);

        TrafficWindow all = policy.windows().get(0);
        double meanWaitMs = all.get(Signal.TTFT).value().orElseThrow() - SERVICE_MS;
        double expectedMs = utilisation * SERVICE_MS / (2 * (1 - utilisation));
        assertThat(meanWaitMs).isCloseTo(expectedMs, withPercentage(3));
        assertThat(run.summary().completed()).isEqualTo(n);
    }

    /** As many requests as fit arrive together: they decode at the model's ITL for this batch from first to last token. */
    @Test
    void aBatchThatDoesNotChangeDecodesAtTheItlOfTheModel() {
        int n = 64;
        int[] isl = new int[n];
        int[] osl = new int[n];
        Arrays.fill(isl, 1000);
        Arrays.fill(osl, 501);
        var model = SimpleModels.typicalDecode();
        var engines = PerRole.of(Role.DECODE, EngineOptions.decode(model, 1));
        var policy = new StaticPolicy("static", "Static", "Never changes.", PerRole.of(Role.DECODE, 1));

        PolicyRun run = Simulation.run(
                SimulationOptions.builder(engines, 1000, 20).build(),
                Requests.of(new double[n], isl, osl),
                policy,
                ProgressListener.SILENT);

        double expected = model.itlMs(n, 1000 + 501 / 2.0);
        assertThat(run.summary().itlMs().p50()).isCloseTo(expected, within(expected * 1e-4));
        assertThat(run.summary().itlMs().p99()).isCloseTo(expected, within(expected * 1e-4));
    }
}
