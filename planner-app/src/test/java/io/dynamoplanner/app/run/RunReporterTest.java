package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.run.FakeWorld.Load;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.WindowGrid;
import io.dynamoplanner.metrics.exporter.BuildInfo;
import io.dynamoplanner.metrics.exporter.PlannerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of many decisions becomes an Event. */
class RunReporterTest {
    private final List<String> events = new ArrayList<>();

    /** Tells all decisions of a world so far. */
    private void tell(FakeWorld world) {
        try (var metrics =
                new PlannerMetrics(new BuildInfo("test", "17"), Optional.of(FakeWorld.GRAPH), () -> FakeWorld.START)) {
            var reporter = new RunReporter(
                    metrics,
                    (about, reason, part, message) -> events.add(reason.name() + " " + part),
                    new LiveLedger(Optional.empty(), finding -> {}),
                    new WindowGrid(Instant.EPOCH, FakeWorld.WINDOW),
                    FakeWorld.START,
                    decision -> {});
            world.decisions.forEach(decision -> reporter.decided(decision, FakeWorld.graph()));
        }
    }

    @Test
    void aBudgetThatBindsForAnHourIsToldOnceEachTimeItBegins() {
        FakeWorld world = new FakeWorld(1, 1, "\"max_gpu_budget\": 4").start();
        world.load = at -> new Load(at.getEpochSecond() % 7200 < 3600 ? 100 : 1, 3000, 150);
        world.run(Duration.ofHours(3));

        tell(world);

        long decisions = world.decisions.stream()
                .map(d -> d.entry().plan().roles().get(Role.PREFILL).target())
                .filter(target -> target.wished() > target.replicas())
                .count();
        assertThat(decisions).as("decisions under a budget that binds").isGreaterThan(100);
        assertThat(events.stream().filter(e -> e.startsWith("RESOURCE_CONSTRAINED prefill")))
                .hasSize(2);
    }

    @Test
    void whatAdvisoryModeWouldDoIsToldOnceForEachChange() {
        FakeWorld world = new FakeWorld(1, 1, "\"advisory\": true").start();
        world.load = at -> new Load(60, 3000, 150);
        world.run(Duration.ofHours(1));

        tell(world);

        assertThat(events.stream().filter(e -> e.equals("WOULD_SCALE_UP prefill")))
                .hasSize(1);
    }
}
