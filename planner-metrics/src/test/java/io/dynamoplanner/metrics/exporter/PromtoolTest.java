package io.dynamoplanner.metrics.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.testing.process.Program;
import io.dynamoplanner.testing.prometheus.PrometheusPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus itself says about the metrics. */
class PromtoolTest {
    @Test
    void findsFaultWithNothingButNamesOfDynamosPlanner(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("metrics.txt"), ScriptedRun.text());
        String promtool = PrometheusPrograms.find().promtool();

        Program.Result result =
                Program.run(folder, List.of("sh", "-c", "'" + promtool + "' check metrics <'" + file + "'"));

        assertThat(result.text().lines())
                .isNotEmpty()
                .allMatch(line -> line.matches("(planner:\\w+|dynamo_planner_gpu_hours|dynamo_planner_\\w+_ms)"
                        + " (metric names should not contain (':'|abbreviated units)"
                        + "|use base unit \"seconds\" instead of \"hours\")"));
    }
}
