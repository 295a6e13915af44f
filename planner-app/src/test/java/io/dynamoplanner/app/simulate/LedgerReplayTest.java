package io.dynamoplanner.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.assembly.PlannerAssembly;
import io.dynamoplanner.app.assembly.PlannerSettings;
import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.ledger.Replay;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.ledger.LedgerJson;
import io.dynamoplanner.data.ledger.StateJson;
import io.dynamoplanner.data.profile.ProfileReader;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.scenario.ScenarioFile;
import io.dynamoplanner.data.trace.TraceReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is written down about a run is enough to decide everything again, bit for bit. */
class LedgerReplayTest {
    private static final Scenario SCENARIO = ScenarioFile.read(Path.of("..", "examples", "azure-chat"), Map.of());
    private static final PlannerSettings SETTINGS =
            SimulatedFleets.widths(SCENARIO, SettingsFactory.of(SCENARIO.config()));
    private static final PlannerAssembly PLANNER =
            new PlannerAssembly(SETTINGS, ProfileReader.read(SCENARIO.profile()));
    private static final List<LedgerEntry> ENTRIES = new ArrayList<>();

    /** Not in the static initialiser: the simulation's threads would wait for the class, and the class for them. */
    @BeforeAll
    static void simulate() {
        new Comparison(SCENARIO, TraceReader.read(SCENARIO.trace()).trace(), ENTRIES::add)
                .run(EnumSet.of(Comparison.Contender.PLANNER), (fraction, text) -> {});
    }

    private static List<String> lines() {
        var lines = new ArrayList<String>();
        for (LedgerEntry entry : ENTRIES) {
            lines.add(LedgerJson.line(entry, lines.size()));
        }
        return lines;
    }

    private static List<Plan> replayed(List<String> lines) {
        LedgerJson.Recording recording = LedgerJson.read(lines, SETTINGS.predictors());
        return Replay.run(
                PLANNER.cycle(Instant.parse("2026-01-01T00:00:00Z")), recording.checkpoint(), recording.steps());
    }

    private static void assertSamePlans(List<Plan> again, List<LedgerEntry> recorded) {
        assertThat(again).hasSameSizeAs(recorded);
        for (int i = 0; i < again.size(); i++) {
            Plan plan = recorded.get(i).plan();
            assertThat(again.get(i).targets()).isEqualTo(plan.targets());
            assertThat(again.get(i).effects()).isEqualTo(plan.effects());
            assertThat(again.get(i).nextWakeUp()).isEqualTo(plan.nextWakeUp());
            for (Role role : plan.roles().roles()) {
                assertThat(again.get(i).roles().get(role).sizing().derivation())
                        .isEqualTo(plan.roles().get(role).sizing().derivation());
                assertThat(again.get(i).roles().get(role).correction())
                        .isEqualTo(plan.roles().get(role).correction());
            }
        }
    }

    @Test
    void theLedgerFileLeadsToTheSameDecisions() {
        assertThat(ENTRIES).hasSizeGreaterThan(30);
        assertThat(ENTRIES).anyMatch(entry -> !entry.plan().effects().isEmpty());

        assertSamePlans(replayed(lines()), ENTRIES);
    }

    @Test
    void aLedgerThatLostItsBeginningStartsFromTheNextCheckpoint() {
        List<String> lines = new ArrayList<>(lines().subList(10, 12));
        assertThat(ENTRIES.size()).isGreaterThan(30);
        for (int i = 12; i < ENTRIES.size(); i++) {
            lines.add(LedgerJson.line(ENTRIES.get(i), i - 12));
        }

        assertSamePlans(replayed(lines), ENTRIES.subList(12, ENTRIES.size()));
    }

    @Test
    void aStateSurvivesTheFileBitForBit() {
        for (LedgerEntry entry : ENTRIES) {
            PlannerState state = entry.before();
            String text = StateJson.write(state).toString();

            PlannerState read = StateJson.read(StateJson.write(state), SETTINGS.predictors());

            assertThat(StateJson.write(read)).hasToString(text);
            assertThat(read.history()).isEqualTo(state.history());
            assertThat(read.corrections()).isEqualTo(state.corrections());
            assertThat(read.demand().current()).isEqualTo(state.demand().current());
        }
    }
}
