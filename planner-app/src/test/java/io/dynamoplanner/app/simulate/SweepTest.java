package io.dynamoplanner.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.run.SweepRecord;
import io.dynamoplanner.data.config.Compatibility;
import io.dynamoplanner.data.config.PacingFields;
import io.dynamoplanner.data.config.TargetFields;
import io.dynamoplanner.data.scenario.Scenario;
import io.dynamoplanner.data.scenario.ScenarioFile;
import io.dynamoplanner.data.trace.Trace;
import io.dynamoplanner.data.trace.TraceReader;
import io.dynamoplanner.metrics.report.SweepCsv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final Path CHAT = Path.of("..", "examples", "azure-chat");

    private static Sweep sweep(String... axes) {
        return new Sweep(List.of(axes), flags -> {
            Scenario chat = ScenarioFile.read(CHAT, flags);
            return chat.withScales(chat.speedFactor(), 1, chat.seed());
        });
    }

    private static SweepRecord run(int threads) {
        Trace trace = TraceReader.read(CHAT.resolve("trace.csv.gz")).trace().slice(0, 600);
        return sweep("startup=30s,120s", "target=0.9,0.99")
                .run(
                        trace,
                        EnumSet.of(Contender.PLANNER, Contender.STATIC_PEAK),
                        Compatibility.V1_0,
                        threads,
                        (done, text) -> {});
    }

    @Test
    void resultsComeInTheOrderOfTheValuesWhateverIsDoneFirst() {
        SweepRecord one = run(1);
        SweepRecord three = run(3);

        assertThat(one.axes()).containsExactly("startup", "target");
        assertThat(one.cells())
                .extracting(SweepRecord.Cell::values)
                .containsExactly(
                        List.of("30s", "0.9"), List.of("30s", "0.99"), List.of("120s", "0.9"), List.of("120s", "0.99"));
        assertThat(one.cells()).extracting(SweepRecord.Cell::target).containsExactly(0.9, 0.99, 0.9, 0.99);
        assertThat(SweepCsv.render(three)).isEqualTo(SweepCsv.render(one));
    }

    @Test
    void aStartUpTimeIsToldThePlannerAndHappensToTheEngines() {
        var axis = SweepAxis.parse("startup=40s");
        Scenario scenario = axis.applied(ScenarioFile.read(CHAT, axis.flags("40s")), "40s");

        assertThat(scenario.engines().startupSeconds()).isEqualTo(Scenario.Startup.fixed(40));
        assertThat(scenario.config().get(PacingFields.STARTUP_SECONDS)).isEqualTo(40);
    }

    @Test
    void latencyTargetsAreFlagsOfThePlanner() {
        var axis = SweepAxis.parse("ttft=300ms,500ms");

        assertThat(axis.values()).containsExactly("300ms", "500ms");
        assertThat(ScenarioFile.read(CHAT, axis.flags("300ms")).config().get(TargetFields.TTFT_MS))
                .isEqualTo(300);
    }

    @Test
    void whatCannotBeVariedIsRefusedWithWhatCan() {
        assertThatThrownBy(() -> sweep("colour=red"))
                .hasMessageContaining("'colour'")
                .hasMessageContaining("startup");
        assertThatThrownBy(() -> sweep("startup=")).hasMessageContaining("names no values");
        assertThatThrownBy(() -> sweep("rate=many")).hasMessageContaining("rate=many");
    }

    @Test
    void aFailureOfOneJobIsTheFailureOfAll() {
        var jobs = new ArrayList<ParallelRuns.Job<Integer>>();
        jobs.add(listener -> 1);
        jobs.add(listener -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(() -> ParallelRuns.run(jobs, 2, done -> {})).hasMessage("broken");
    }

    @Test
    void progressNeverReachesTheEndBeforeTheEndAndNeverFallsBack() {
        var told = new ArrayList<Double>();
        var jobs = new ArrayList<ParallelRuns.Job<Integer>>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            jobs.add(listener -> {
                listener.progressed(0.5);
                return number;
            });
        }

        assertThat(ParallelRuns.run(jobs, 2, told::add)).containsExactly(0, 1, 2, 3, 4);
        assertThat(told).isSorted().allMatch(done -> done < 1);
    }
}
