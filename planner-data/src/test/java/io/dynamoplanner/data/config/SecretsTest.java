package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.data.document.DocumentReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A credential must not come out of anything that a log or a terminal may get. */
class SecretsTest {
    private static final String SECRET = "hunter2secret";
    private static final String EVERYWHERE = """
            metric_pulling_prometheus_endpoint: https://me:hunter2secret@prometheus:9090/x
            metric_pulling_prometheus_token: hunter2secret
            metric_pulling_prometheus_extra_query_params: {key: hunter2secret}
            scheduling:
              external_plugins:
                - {plugin_id: p, plugin_type: predict, priority: 1, endpoint: e, auth_token: hunter2secret}
            plugin_registration:
              auth: {static_secrets: {one: hunter2secret}}
              in_process_plugins:
                - {module: m, class: c, plugin_id: q, plugin_type: predict, priority: 1,
                   kwargs: {api_key: hunter2secret, nested: {password: [hunter2secret]}}}
            ais_perf_model: {roles: {prefill: {hub_token: hunter2secret}, decode: {}}}
            """;

    private static PlannerConfig load(String yaml) {
        return ConfigLoader.loadDocument(
                Optional.of(DocumentReader.parseYaml("planner.yaml", yaml)), Map.of(), Map.of());
    }

    @Test
    void reportsAndFindingsMaskCredentials() {
        PlannerConfig config = load(EVERYWHERE);

        assertThat(ConfigReport.text(config)).doesNotContain(SECRET).contains("https://***@prometheus:9090/x");
        assertThat(ConfigReport.json(config)).doesNotContain(SECRET);
        assertThat(config.findings().toString()).doesNotContain(SECRET);
        assertThat(config.toString()).doesNotContain(SECRET);
        assertThat(config.get(MetricsFields.PROMETHEUS_TOKEN).toString()).doesNotContain(SECRET);
        assertThat(config.get(PluginFields.SCHEDULING).toString()).doesNotContain(SECRET);
    }

    @Test
    void conversionLeavesCredentialsOutAndSaysWhereToPutThem() {
        String yaml = ConfigConvert.toYaml(
                Optional.empty(),
                List.of(
                        "--metric-pulling-prometheus-token",
                        SECRET,
                        "--metric-pulling-prometheus-endpoint=http://a:" + SECRET + "@b"));

        assertThat(yaml).doesNotContain(SECRET).contains("set PROMETHEUS_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metric_pulling_prometheus_token: [hunter2secret]",
                "metric_pulling_prometheus_token: \"hunter2secret\\n\"",
                "metric_pulling_prometheus_extra_query_params: hunter2secret",
                "metric_pulling_prometheus_endpoint: \"https://a:hunter2secret@b\\n\"",
                "plugin_registration: {auth: {static_secrets: {a: [hunter2secret]}}}",
                "plugin_registration: {auth: {static_secrets: hunter2secret}}"
            })
    void problemsDoNotRepeatCredentials(String yaml) {
        assertThatThrownBy(() -> load(yaml)).isInstanceOf(ConfigException.class).hasMessageNotContaining(SECRET);
    }
}
