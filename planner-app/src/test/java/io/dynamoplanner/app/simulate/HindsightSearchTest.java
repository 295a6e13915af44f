package io.dynamoplanner.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.core.run.RunRecord.PolicyRun;
import io.dynamoplanner.core.run.RunRecord.Summary;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.scenario.ScenarioFile;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.sim.ProgressListener;
import io.dynamoplanner.sim.engine.ForwardPasses;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HindsightSearchTest {
    private static final Path CHAT = Path.of("..", "examples", "azure-chat");
    private static final double LENGTH_S = 1800;

    /** Three waves that make a fleet of a few engines go up and down. */
    private static Trace waves(long seed) {
        var random = new SplittableRandom(seed);
        int n = 60_000;
        double[] arrivals = new double[n];
        int[] isl = new int[n];
        int[] osl = new int[n];
        int size = 0;
        for (double now = 0; now < LENGTH_S && size < n; ) {
            double rate = 24 * (1.1 - Math.cos(2 * Math.PI * 3 * now / LENGTH_S));
            now -= Math.log(1 - random.nextDouble()) / rate;
            if (now < LENGTH_S) {
                arrivals[size] = now;
                isl[size] = 500 + random.nextInt(2500);
                osl[size++] = 50 + random.nextInt(300);
            }
        }
        return Trace.of(Arrays.copyOf(arrivals, size), Arrays.copyOf(isl, size), Arrays.copyOf(osl, size));
    }

    private static Arena arena(long seed, double attainment) {
        Scenario chat = ScenarioFile.read(CHAT, Map.of("--attainment", Double.toString(attainment)));
        return new Arena(
                chat.withScales(chat.speedFactor(), 1, seed)
                        .withEngines(chat.engines().withStartup(Scenario.Startup.fixed(60))),
                waves(seed));
    }

    private static Summary run(Arena arena, Contender contender) {
        return new Contests(arena, Compatibility.V1_0, header -> DecisionLog.NONE, ForwardPasses.NONE)
                .run(contender, ProgressListener.SILENT)
                .summary();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobodyWhoCannotSeeTheFutureServesMoreOfWhatIsAskedFor(long seed) {
        double asked = 0.95;
        Arena arena = arena(seed, asked);
        double oracle = run(arena, Contender.ORACLE).bothInside();

        Set<Contender> causal = new TreeSet<>(
                Set.of(Contender.PLANNER, Contender.REFERENCE, Contender.HPA_UTILIZATION, Contender.HPA_QUEUE));
        for (Contender contender : causal) {
            assertThat(Math.min(asked, run(arena, contender).bothInside()))
                    .as(contender.toString())
                    .isLessThanOrEqualTo(oracle);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void itIsCheaperThanAFleetForTheBusiestWindow(long seed) {
        Arena arena = arena(seed, 0.95);
        Summary oracle = run(arena, Contender.ORACLE);
        Summary peak = run(arena, Contender.STATIC_PEAK);

        assertThat(oracle.bothInside()).isGreaterThanOrEqualTo(Math.min(0.95, peak.bothInside()));
        assertThat(oracle.gpuHours()).isLessThan(peak.gpuHours());
    }

    @Test
    void askingForLessCostsLess() {
        Arena arena = arena(1, 0.95);
        PolicyRun low = new HindsightSearch(arena).cheapest(0.8, ProgressListener.SILENT);
        PolicyRun high = new HindsightSearch(arena).cheapest(0.97, ProgressListener.SILENT);

        assertThat(low.summary().gpuHours()).isLessThan(high.summary().gpuHours());
        assertThat(low.summary().bothInside()).isGreaterThanOrEqualTo(0.8);
        assertThat(high.summary().bothInside()).isGreaterThanOrEqualTo(0.97);
    }
}
