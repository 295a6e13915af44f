package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamoplanner.data.document.DocumentReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigConvertTest {

    @Test
    void anOldCommandLineBecomesAFileWithTheSameMeaning() {
        List<String> old = List.of(
                "--environment=virtual",
                "--adjustment-interval",
                "60",
                "--ttft",
                "200",
                "--itl=20",
                "--no-operation",
                "--no-correction",
                "--prometheus-port=9085",
                "--isl",
                "3000",
                "--load-prediction-window-size=20",
                "--loadbased-learning-window=50",
                "--kalman-min-points=0",
                "--freeze-windows=[{start: '22:00', end: '24:00', days: [sun]}]");
        String yaml = ConfigConvert.toYaml(Optional.empty(), old);
        PlannerConfig before = ConfigLoader.load(Optional.empty(), FlagArguments.parse(old), Map.of());
        PlannerConfig after =
                ConfigLoader.loadDocument(Optional.of(DocumentReader.parseYaml("new.yaml", yaml)), Map.of(), Map.of());

        for (ConfigField<?> field : ConfigFields.all()) {
            if (field.effect().kind() != Effect.Kind.RETIRED) {
                assertThat((Object) after.get(field)).as(field.name()).isEqualTo(before.get(field));
            }
        }
        assertThat(yaml)
                .contains("throughput_adjustment_interval_seconds: 60\n")
                .contains("ttft_ms: 200.0\n")
                .contains("# no_operation is true\nadvisory: true\n")
                .contains("# load_learning_window: 50\n")
                .contains("# INFO --isl: ignored");
    }

    @Test
    void anOldFileGetsTodaysNamesAndAComment() {
        String yaml = ConfigConvert.toYaml(
                Optional.of("{\"ttft\": 300, \"backend\": \"trtllm\", \"namespace\": \"no\", \"log_dir\": null}"),
                List.of());

        assertThat(yaml)
                .contains("# INFO ttft_ms: 'ttft' is its old name\nttft_ms: 300.0\n")
                .contains("backend: trtllm\n")
                .contains("namespace: \"no\"\n")
                .contains("log_dir: null\n");
    }

    @Test
    void everyExplicitDefaultSurvivesTheRoundTrip() {
        for (ConfigField<?> field : ConfigFields.all()) {
            if (field.effect().kind() != Effect.Kind.RETIRED) {
                assertRoundTrip(field);
            }
        }
    }

    private static <T> void assertRoundTrip(ConfigField<T> field) {
        String document = "{\"" + field.name() + "\": " + field.show(field.initial()) + "}";
        String yaml = ConfigConvert.toYaml(Optional.of(document), List.of());
        PlannerConfig after =
                ConfigLoader.loadDocument(Optional.of(DocumentReader.parseYaml("new.yaml", yaml)), Map.of(), Map.of());

        assertThat(after.get(field)).as(yaml).isEqualTo(field.initial());
        assertThat(after.origin(field).isGiven()).as(field.name()).isTrue();
    }
}
