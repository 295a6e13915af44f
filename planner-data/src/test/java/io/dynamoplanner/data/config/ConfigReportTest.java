package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.data.document.DocumentReader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigReportTest {
    private final PlannerConfig config = ConfigLoader.loadDocument(
            Optional.of(DocumentReader.parseYaml("planner.yaml", "itl_ms: 20\nno_operation: true\n")),
            Map.of("--ttft", "300"),
            Map.of("DYN_NAMESPACE", "team"));

    @Test
    void theTableHasValueOriginAndEffectOfEveryField() {
        String text = ConfigReport.text(config);

        assertThat(text.lines().filter(line -> line.startsWith("  ")))
                .hasSize(ConfigFields.all().size());
        assertThat(text)
                .containsPattern("  ttft_ms +300.0 +flag --ttft +\\[effective]")
                .containsPattern("  itl_ms +20.0 +planner.yaml:1 +\\[effective]")
                .containsPattern("  namespace +\"team\" +environment DYN_NAMESPACE +\\[effective]")
                .containsPattern("  max_gpu_budget +8 +default +\\[effective]")
                .containsPattern("  enable_load_scaling +false +default +\\[later: load scaling]")
                .contains("\nWARNING planner.yaml:2: field 'no_operation'");
    }

    @Test
    void theJsonHasTheSame() throws JsonProcessingException {
        JsonNode json = new ObjectMapper().readTree(ConfigReport.json(config));

        assertThat(json.get("fields")).hasSize(ConfigFields.all().size());
        assertThat(json.get("fields").findValuesAsText("field")).contains("ttft_ms");
        assertThat(json.get("findings").get(0).get("severity").asText()).isEqualTo("WARNING");
    }
}
