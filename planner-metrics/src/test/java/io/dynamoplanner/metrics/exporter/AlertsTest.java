package io.dynamoplanner.metrics.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final String TESTS = "alerts-test.yaml";

    private final Scrape scrape = ScriptedRun.scrape();

    private static JsonNode groups() throws IOException {
        return new YAMLMapper().readTree(DEPLOY.resolve("alerts.yaml").toFile()).at("/spec");
    }

    @Test
    void everyAlertAsksForMetricsAndLabelsThatAreThere() throws IOException {
        for (JsonNode rule : groups().at("/groups/0/rules")) {
            String alert = rule.get("alert").asText();
            for (Promql.Selector selector : Promql.of(rule.get("expr").asText()).selectors()) {
                assertThat(scrape.names()).as(alert).contains(selector.metric());
                for (Promql.LabelMatcher matcher : selector.matchers()) {
                    assertThat(scrape.find(selector.metric(), matcher.label(), matcher.value()))
                            .as(alert + ": " + matcher)
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
        assertThat(groups().at("/groups/0/rules")).hasSize(10).allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("warning", "critical");
            assertThat(rule.at("/annotations/summary").asText()).endsWith(".");
            assertThat(rule.at("/annotations/description").asText()).endsWith(".");
        });
    }

    /** The cases stand in {@code alerts-test.yaml}: each alert once when it fires and once when it must not. */
    @Test
    void alertsFireWhenTheyShouldAndNotOtherwise(@TempDir Path folder) throws IOException {
        new YAMLMapper().writeValue(folder.resolve("alerts.yaml").toFile(), groups());
        try (InputStream cases = AlertsTest.class.getResourceAsStream(TESTS)) {
            Files.copy(Objects.requireNonNull(cases), folder.resolve(TESTS));
        }

        Program.run(folder, List.of(PrometheusPrograms.find().promtool(), "test", "rules", TESTS))
                .orThrow("promtool test rules");
    }

    /** Without this label the traffic of one graph cannot be told from that of another. */
    @Test
    void scrapingTheFrontendAddsTheDynamoNamespace() throws IOException {
        JsonNode endpoint = new YAMLMapper()
                .readTree(DEPLOY.resolve("podmonitor.yaml").toFile())
                .at("/spec/podMetricsEndpoints/0");

        assertThat(endpoint.get("honorLabels").asBoolean()).isTrue();
        assertThat(endpoint.at("/relabelings/0/sourceLabels/0").asText())
                .isEqualTo("__meta_kubernetes_pod_label_nvidia_com_dynamo_namespace");
        assertThat(endpoint.at("/relabelings/0/targetLabel").asText()).isEqualTo("dynamo_namespace");
    }
}
