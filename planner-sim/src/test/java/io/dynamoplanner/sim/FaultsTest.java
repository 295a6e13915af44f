package io.dynamoplanner.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.sim.engine.ForwardPass;
import io.dynamoplanner.sim.fleet.StartUp;
import io.dynamoplanner.sim.fleet.WorkerFaults;
import io.dynamoplanner.sim.fleet.WorkerFaults.Loss;
import io.dynamoplanner.sim.metrics.MetricFaults;
import io.dynamoplanner.sim.request.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private static final Requests TRAFFIC = traffic();

    @Test
    void aLostEngineIsReplacedAfterAStartUpTimeAndItsRequestsAreNot() {
        PolicyRun run = run(options().workerFaults(new WorkerFaults(List.of(new Loss(100, Role.DECODE, 2)), 0)));

        var decode = run.timeline().roles().get(Role.DECODE);
        assertThat(decode.ready().get(row(run, 105))).isEqualTo(2);
        assertThat(decode.starting().get(row(run, 105))).isEqualTo(2);
        assertThat(decode.wanted()).allMatch(wanted -> wanted == 4);
        assertThat(decode.ready().get(row(run, 125))).isEqualTo(4);
        assertThat(run.summary().completed()).isEqualTo(TRAFFIC.size());
        assertThat(run.notes()).extracting(note -> note.text()).contains("2 decode engines were lost");
    }

    @Test
    void requestsOfLostEnginesFareWorse() {
        PolicyRun sound = run(options());
        PolicyRun faulty = run(options().workerFaults(new WorkerFaults(List.of(), 60)));

        assertThat(faulty.summary().completed()).isEqualTo(TRAFFIC.size());
        assertThat(faulty.summary().bothInside()).isLessThan(sound.summary().bothInside());
    }

    @Test
    void faultsAreTheSameForTheSameSeedOnly() {
        assertThat(run(all().seed(3))).isEqualTo(run(all().seed(3))).isNotEqualTo(run(all().seed(4)));
    }

    @Test
    void singleLostScrapesCostNothingAndManyMakeWindowsUnknown() {
        assertThat(knownWindows(0.1)).isEqualTo(6);
        assertThat(knownWindows(0.8)).isLessThan(6);
    }

    private static long knownWindows(double loss) {
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 4, Role.DECODE, 4), Duration.ofSeconds(30));
        Simulation.run(
                options().faults(new MetricFaults(List.of(), loss)).build(), TRAFFIC, policy, ProgressListener.SILENT);
        return policy.windows().stream()
                .filter(window -> window.get(Signal.REQUESTS).value().isPresent())
                .count();
    }

    @Test
    void stragglersAreAsManyAndAsSlowAsTheyShouldBe() {
        var startUp = new StartUp(10, 10, 10, 0.25, 3);
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 1, Role.DECODE, 1), Duration.ofSeconds(30))
                .write(50, PerRole.of(Role.DECODE, 201));
        PolicyRun run = Simulation.run(
                SimulationOptions.builder(engines(startUp), 500, 20).seed(5).build(),
                TRAFFIC,
                policy,
                ProgressListener.SILENT);

        var decode = run.timeline().roles().get(Role.DECODE);
        assertThat(decode.ready().get(row(run, 65)) - 1).isCloseTo(150, within(20));
        assertThat(decode.ready().get(row(run, 85))).isEqualTo(201);
    }

    @Test
    void passesAddUpToTheTokensAndTheTime() {
        List<ForwardPass> passes = new ArrayList<>();
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 4, Role.DECODE, 4), Duration.ofSeconds(30));
        PolicyRun watched = Simulation.run(options().build(), TRAFFIC, policy, passes::add, ProgressListener.SILENT);

        long prompts = 0;
        long decoded = 0;
        for (int i = 0; i < TRAFFIC.size(); i++) {
            prompts += TRAFFIC.isl(i);
            decoded += Math.max(0, TRAFFIC.osl(i) - 1);
        }
        assertThat(passes.stream().mapToLong(ForwardPass::prefillTokens).sum()).isEqualTo(prompts);
        // a pass whose batch changes half way counts for neither half of it
        assertThat((double)
                        passes.stream().mapToLong(ForwardPass::decodeRequests).sum())
                .isCloseTo((double) decoded, within(0.05 * decoded));
        assertThat(passes).allMatch(pass -> pass.wallS() > 0 && pass.startS() >= 0);
        assertThat(watched).isEqualTo(run(options()));
    }

    private static int row(PolicyRun run, double atS) {
        return (int) (atS / run.timeline().stepS());
    }

    private static SimulationOptions.Builder all() {
        return SimulationOptions.builder(engines(new StartUp(5, 10, 20, 0.2, 4)), 500, 20)
                .faults(new MetricFaults(List.of(new MetricFaults.Outage(50, 80)), 0.1))
                .workerFaults(new WorkerFaults(List.of(new Loss(20, Role.PREFILL, 1)), 20));
    }

    private static SimulationOptions.Builder options() {
        return SimulationOptions.builder(engines(StartUp.fixed(20)), 500, 20);
    }

    private static PerRole<EngineOptions> engines(StartUp startUp) {
        return PerRole.of(
                Role.PREFILL,
                        EngineOptions.prefill(SimpleModels.typicalPrefill(), 1).withStartUp(startUp),
                Role.DECODE,
                        EngineOptions.decode(SimpleModels.typicalDecode(), 1).withStartUp(startUp));
    }

    private static PolicyRun run(SimulationOptions.Builder options) {
        var policy = new ScriptedPolicy(PerRole.of(Role.PREFILL, 4, Role.DECODE, 4), Duration.ofSeconds(30));
        return Simulation.run(options.build(), TRAFFIC, policy, ProgressListener.SILENT);
    }

    private static Requests traffic() {
        int n = 4000;
        var random = new SplittableRandom(11);
        double[] arrivalS = new double[n];
        int[] isl = new int[n];
        int[] osl = new int[n];
        double now = 0;
        for (int i = 0; i < n; i++) {
            now -= Math.log(1 - random.nextDouble()) * 0.05;
            arrivalS[i] = now;
            isl[i] = 100 + random.nextInt(1500);
            osl[i] = 1 + random.nextInt(300);
        }
        return Requests.of(arrivalS, isl, osl);
    }
}
