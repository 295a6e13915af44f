package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.data.document.DocumentReader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedConfigTest {

    private static PlannerConfig load(String yaml) {
        return ConfigLoader.loadDocument(
                Optional.of(DocumentReader.parseYaml("planner.yaml", yaml)), Map.of(), Map.of());
    }

    private static PlannerConfig again(PlannerConfig config, Map<String, String> changes) {
        return RecordedConfig.read(RecordedConfig.write(config), "ledger.jsonl:1", changes);
    }

    private static <T> JsonNode shown(PlannerConfig config, ConfigField<T> field) {
        return field.show(config.get(field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ttft_ms: 300.30000000000001, itl_ms: 1e-3, attainment: 0.9, startup_seconds: 95.5}",
                "{mode: agg, min_endpoint: 0, max_gpu_budget: -1}",
                "{no_operation: true, no_correction: true, correction: {max: 1.5}}",
                "{compatibility: 1.0}",
                "{compatibility: 1.0, interpolation: monotone, load_predictor: kalman, kalman_min_points: 0}",
                "{freeze_windows: [{start: 22:30, end: '06:00', days: [fri], allow: none}]}",
                "{unknown_readings: {requests: {policy: floor, floor: 2}, isl: {policy: fallback, value: 512}}}",
                "{enable_load_scaling: true, load_adjustment_interval_seconds: 20,"
                        + " throughput_adjustment_interval_seconds: 60}",
                "{ais_perf_model: {roles: {prefill: {tp: 2}, decode: {system: h200}, aggregated: null}}}"
            })
    void whatIsRecordedIsTheSameConfiguration(String yaml) {
        PlannerConfig config = load(yaml);

        PlannerConfig again = again(config, Map.of());

        for (ConfigField<?> field : ConfigFields.all()) {
            assertThat(shown(again, field)).as(field.name()).isEqualTo(shown(config, field));
        }
    }

    @Test
    void credentialsAndTheWayToPrometheusAreNotRecorded() {
        PlannerConfig config = load("""
                ttft_ms: 300
                metric_pulling_prometheus_endpoint: https://me:hunter2secret@prometheus:9090/x
                metric_pulling_prometheus_token: hunter2secret
                metric_pulling_prometheus_extra_query_params: {key: hunter2secret}
                scheduling:
                  external_plugins:
                    - {plugin_id: p, plugin_type: predict, priority: 1, endpoint: e, auth_token: hunter2secret}
                plugin_registration: {auth: {static_secrets: {one: hunter2secret}}}
                ais_perf_model: {roles: {prefill: {hub_token: hunter2secret}, decode: {}}}
                """);

        assertThat(RecordedConfig.write(config).toString())
                .contains("ttft_ms")
                .doesNotContain("hunter2secret")
                .doesNotContain("prometheus");
        assertThat(again(config, Map.of()).get(TargetFields.TTFT_MS)).isEqualTo(300);
    }

    @Test
    void aChangeReplacesWhatWasRecorded() {
        PlannerConfig config = load("{ttft_ms: 300, max_gpu_budget: 16, correction: {max: 1.5}}");

        PlannerConfig changed =
                again(config, Map.of("ttft_ms", "250.5", "itl_ms", "20", "correction", "{enabled: false}"));

        assertThat(changed.get(TargetFields.TTFT_MS)).isEqualTo(250.5);
        assertThat(changed.get(TargetFields.ITL_MS)).isEqualTo(20);
        assertThat(changed.get(TargetFields.CORRECTION).enabled()).isFalse();
        assertThat(changed.get(BudgetFields.MAX_GPU_BUDGET)).isEqualTo(16);
    }

    @Test
    void whatFollowsFromAChangedFieldFollowsAgain() {
        PlannerConfig changed = again(load("compatibility: 1.0"), Map.of("compatibility", "none"));

        assertThat(changed.get(EngineModelFields.INTERPOLATION)).isEqualTo(InterpolationKind.MONOTONE);
        assertThat(changed.get(ForecastFields.LOAD_PREDICTOR)).isEqualTo(LoadPredictor.AUTO);
    }

    @Test
    void oldNamesReplaceTheirFieldToo() {
        PlannerConfig config = load("throughput_adjustment_interval_seconds: 60");

        PlannerConfig changed = again(config, Map.of("throughput_adjustment_interval", "90"));

        assertThat(changed.get(PacingFields.THROUGHPUT_ADJUSTMENT_INTERVAL_SECONDS))
                .isEqualTo(90);
    }

    @Test
    void wrongChangesNameTheFieldAndTheRemedy() {
        PlannerConfig config = load("{ttft_ms: 300, max_gpu_budget: 16}");

        assertThatThrownBy(() -> again(config, Map.of("ttft_ms", "soon", "max_gpu_budget", "0", "itl_m", "20")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--set ttft_ms: field 'ttft_ms'")
                .hasMessageContaining("--set max_gpu_budget: field 'max_gpu_budget'")
                .hasMessageContaining("'itl_m'")
                .hasMessageContaining("itl_ms");
    }
}
