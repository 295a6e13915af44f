package io.dynamoplanner.power.deploy;

import io.dynamoplanner.testing.process.Program;
import io.dynamoplanner.testing.prometheus.PrometheusPrograms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {
    private static final Path ALERTS = Path.of("..", "charts", "power-agent", "files", "alerts.yaml");
    private static final String CASES = "alerts-test.yaml";

    /** The cases stand in {@code alerts-test.yaml}. */
    @Test
    void alertsFireWhenTheyShouldAndNotOtherwise(@TempDir Path folder) throws IOException {
        Files.copy(ALERTS, folder.resolve("alerts.yaml"));
        try (InputStream cases = AlertsTest.class.getResourceAsStream(CASES)) {
            Files.copy(Objects.requireNonNull(cases), folder.resolve(CASES));
        }

        Program.run(folder, List.of(PrometheusPrograms.find().promtool(), "test", "rules", CASES))
                .orThrow("promtool test rules");
    }
}
