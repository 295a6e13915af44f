package io.dynamoplanner.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.app.assembly.SettingsFactory;
import io.dynamoplanner.app.ledger.LedgerReplay;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.gateway.WriteGateway;
import io.dynamoplanner.data.ledger.DecisionLog;
import io.dynamoplanner.data.ledger.LedgerHeader;
import io.dynamoplanner.data.ledger.LedgerStream;
import io.dynamoplanner.data.ledger.StateJson;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.scenario.ScenarioFile;
import io.dynamoplanner.data.trace.TraceReader;
import io.dynamoplanner.metrics.report.TerminalStyle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down about a run is enough to decide everything again, bit for bit. */
class SimulatedLedgersTest {
    @TempDir
    private Path folder;

    private static Scenario example(String name) {
        return ScenarioFile.read(Path.of("..", "examples", name), Map.of());
    }

    private static void simulate(Scenario scenario, Function<LedgerHeader, DecisionLog> ledger) {
        new Comparison(scenario, TraceReader.read(scenario.trace()).trace(), ledger)
                .run(EnumSet.of(Contender.PLANNER), (fraction, said) -> {});
    }

    private static LedgerReplay.Answer replay(Path ledger, Map<String, String> set) {
        return new LedgerReplay(ledger, Optional.empty(), Optional.empty(), set).answer(done -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure-chat", "azure-code", "long-context", "day-mlarge", "day-mmid"})
    void theLedgerOfEveryExampleComesOutAgain(String example) throws IOException {
        var text = new StringBuilder();
        simulate(example(example), header -> new LedgerStream(text, header));
        Path ledger = Files.writeString(folder.resolve("ledger.jsonl"), text);

        LedgerReplay.Answer again = replay(ledger, Map.of());

        assertThat(again.same()).as(again.text(200, TerminalStyle.PLAIN)).isTrue();
        assertThat(again.text(200, TerminalStyle.PLAIN)).contains("bit for bit");
        assertThat(replay(ledger, Map.of("min_endpoint", "1")).text(200, TerminalStyle.PLAIN))
                .contains("0 of ")
                .contains("(+0.00)");
    }

    @Test
    void aStateSurvivesTheFileBitForBit() {
        Scenario scenario = example("azure-chat");
        PredictorFamily predictors = SettingsFactory.of(scenario.config()).predictors();
        var states = new ArrayList<PlannerState>();
        simulate(scenario, header -> new DecisionLog() {
            @Override
            public void interrupted() {}

            @Override
            public void header(LedgerHeader next) {}

            @Override
            public void record(LedgerEntry entry, List<WriteGateway.Written> outcomes, String id) {
                states.add(entry.before());
            }
        });

        assertThat(states).hasSizeGreaterThan(30);
        for (PlannerState state : states) {
            PlannerState read = StateJson.read(StateJson.write(state), predictors);

            assertThat(StateJson.write(read)).hasToString(StateJson.write(state).toString());
            assertThat(read.history()).isEqualTo(state.history());
            assertThat(read.corrections()).isEqualTo(state.corrections());
            assertThat(read.demand().current()).isEqualTo(state.demand().current());
        }
    }
}
