package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynamoplanner.data.config.type.Secret;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.document.SourceNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field is set once in a file, by a flag and by its variable; a field without a value here fails. */
class FieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPEN_MODELS = "{roles: {prefill: {tp: 2}, decode: {system: h200}, aggregated: null}}";

    @TempDir
    static Path directory;

    /** How it is written, and how it is shown where that differs. */
    private record Sample(String written, String shown) {}

    private static Map<String, Sample> samples() {
        Map<String, Sample> samples = new LinkedHashMap<>();
        same(samples, "environment", "virtual");
        same(samples, "namespace", "team-a");
        same(samples, "backend", "sglang");
        same(samples, "mode", "decode");
        same(samples, "model_name", "some/model");
        same(samples, "global_planner_namespace", "shared-pool");
        same(samples, "advisory", "true");
        same(samples, "no_operation", "true");
        same(samples, "control_api_port", "9999");
        same(samples, "pre_deployment_sweeping_mode", "thorough");
        same(samples, "log_dir", "logs");
        same(samples, "prefill_component", "first");
        same(samples, "decode_component", "second");
        put(samples, "gpu_resource_names", "[nvidia.com/mig-1g.10gb]", "[\"nvidia.com/mig-1g.10gb\"]");
        same(samples, "leader_election", "false");
        same(samples, "stuck_after_seconds", "90.0");
        same(samples, "forecast_history_seconds", "3600.0");
        same(samples, "metrics_namespace_label", "exported_namespace");
        same(samples, "optimization_target", "sla");
        same(samples, "ttft_ms", "321.5");
        same(samples, "itl_ms", "12.5");
        same(samples, "infeasible_target", "hold");
        same(samples, "attainment", "0.9");
        same(samples, "attainment_feedback", "false");
        same(samples, "prefill_queueing", "false");
        put(
                samples,
                "correction",
                "{max: 1.5, min_requests: 7}",
                "{\"enabled\":true,\"min\":0.5,\"max\":1.5,\"smoothing\":0.3,\"min_requests\":7}");
        same(samples, "no_correction", "true");
        same(samples, "max_gpu_budget", "64");
        same(samples, "min_gpu_budget", "4");
        same(samples, "min_endpoint", "2");
        same(samples, "prefill_min_endpoint", "3");
        same(samples, "decode_min_endpoint", "4");
        same(samples, "prefill_engine_num_gpu", "2");
        same(samples, "decode_engine_num_gpu", "4");
        same(samples, "enable_power_awareness", "true");
        same(samples, "total_gpu_power_limit", "7000");
        same(samples, "throughput_adjustment_interval_seconds", "60");
        same(samples, "max_throughput_scaling_replicas", "3");
        same(samples, "max_scale_up_replicas", "5");
        same(samples, "max_scale_down_replicas", "1");
        same(samples, "startup_seconds", "95.5");
        same(samples, "scale_down_stabilization_seconds", "600");
        same(samples, "max_direction_changes_per_hour", "-1");
        put(
                samples,
                "freeze_windows",
                "[{start: 22:30, end: '06:00', days: [fri, sat], allow: none}, {start: '00:00', end: '24:00'}]",
                "[{\"start\":\"22:30\",\"end\":\"06:00\",\"days\":[\"fri\",\"sat\"],\"allow\":\"none\"},"
                        + "{\"start\":\"00:00\",\"end\":\"24:00\","
                        + "\"days\":[\"mon\",\"tue\",\"wed\",\"thu\",\"fri\",\"sat\",\"sun\"],\"allow\":\"growth\"}]");
        same(samples, "load_predictor", "constant");
        same(samples, "load_quantile", "0.75");
        same(samples, "load_predictor_log1p", "true");
        same(samples, "prophet_window_size", "30");
        same(samples, "load_predictor_warmup_trace", "warmup.jsonl");
        same(samples, "kalman_q_level", "2.5");
        same(samples, "kalman_q_trend", "0.25");
        same(samples, "kalman_r", "20.5");
        same(samples, "kalman_min_points", "9");
        same(samples, "profile_results_dir", "profiles/h200");
        same(samples, "interpolation", "reference");
        same(samples, "capacity_model", "forward_pass");
        same(samples, "max_num_batched_tokens", "4096");
        same(samples, "max_num_seqs", "128");
        put(
                samples,
                "aic_interpolation",
                "{hf_id: m, system: h200, backend: trtllm, isl: 1, osl: 2, sweep_max_context_length: 3,"
                        + " prefill_interpolation_granularity: 4, decode_interpolation_granularity: 5,"
                        + " prefill_pick: {tp: 8}, decode_pick: {dp: 2}}",
                "{\"hf_id\":\"m\",\"system\":\"h200\",\"backend\":\"trtllm\",\"isl\":1,\"osl\":2,"
                        + "\"sweep_max_context_length\":3,\"prefill_interpolation_granularity\":4,"
                        + "\"decode_interpolation_granularity\":5,"
                        + "\"prefill_pick\":{\"tp\":8,\"pp\":1,\"dp\":1,\"moe_tp\":1,\"moe_ep\":1},"
                        + "\"decode_pick\":{\"tp\":1,\"pp\":1,\"dp\":2,\"moe_tp\":1,\"moe_ep\":1}}");
        put(
                samples,
                "ais_perf_model",
                OPEN_MODELS,
                "{\"roles\":{\"prefill\":{\"tp\":2},\"decode\":{\"system\":\"h200\"},\"aggregated\":null}}");
        put(
                samples,
                "aic_perf_model",
                "{hf_id: m}",
                "{\"hf_id\":\"m\",\"system\":null,\"backend\":null,\"backend_version\":null,\"prefill_pick\":null,"
                        + "\"decode_pick\":null,\"model_arch\":null,\"weight_dtype\":null,\"moe_dtype\":null,"
                        + "\"activation_dtype\":null,\"kv_cache_dtype\":null,\"roles\":null}");
        same(samples, "speculative_nextn", "3");
        same(samples, "metric_pulling_prometheus_endpoint", "https://prometheus:9090");
        put(samples, "metric_pulling_prometheus_token", "s3cr3t", "\"***\"");
        same(samples, "metric_pulling_prometheus_token_file", "token.txt");
        same(samples, "metric_pulling_prometheus_ssl_verify", "false");
        put(samples, "metric_pulling_prometheus_extra_query_params", "{tenant: a}", "{\"tenant\":\"***\"}");
        same(
                samples,
                "metric_pulling_prometheus_ca_bundle",
                directory.resolve("ca.pem").toString());
        same(samples, "metric_pulling_prometheus_request_timeout_seconds", "2.5");
        same(samples, "metric_reporting_prometheus_port", "9085");
        same(samples, "throughput_metrics_source", "router");
        put(
                samples,
                "unknown_readings",
                "{requests: {policy: floor, floor: 2}, isl: {policy: fallback, value: 512}}",
                "{\"requests\":{\"policy\":\"floor\",\"value\":null,\"floor\":2,\"max_age_seconds\":null},"
                        + "\"isl\":{\"policy\":\"fallback\",\"value\":512.0,\"floor\":null,\"max_age_seconds\":null},"
                        + "\"osl\":{\"policy\":\"last_good\",\"value\":null,\"floor\":null,\"max_age_seconds\":900.0},"
                        + "\"ttft\":{\"policy\":\"hold\",\"value\":null,\"floor\":null,\"max_age_seconds\":null},"
                        + "\"itl\":{\"policy\":\"hold\",\"value\":null,\"floor\":null,\"max_age_seconds\":null},"
                        + "\"request_duration\":{\"policy\":\"hold\",\"value\":null,\"floor\":null,"
                        + "\"max_age_seconds\":null}}");
        same(samples, "enable_throughput_scaling", "false");
        same(samples, "enable_load_scaling", "true");
        same(samples, "load_adjustment_interval_seconds", "10");
        same(samples, "max_num_fpm_samples", "128");
        same(samples, "fpm_sample_bucket_size", "25");
        same(samples, "load_scaling_down_sensitivity", "70");
        same(samples, "prefill_scale_up_queue_tokens", "1000");
        same(samples, "prefill_scale_down_queue_tokens", "10");
        same(samples, "decode_scale_up_kv_rate", "80.5");
        same(samples, "decode_scale_down_kv_rate", "20.5");
        same(samples, "load_min_observations", "6");
        same(samples, "report_interval_hours", "1.5");
        same(samples, "report_output_dir", "reports");
        same(samples, "report_filename", "report.html");
        same(samples, "report_write_gzip_log", "false");
        same(samples, "live_dashboard_port", "8081");
        put(
                samples,
                "scheduling",
                "{tick_max_duration_seconds: 20, scale_interval_seconds: 2.5, gateway: {listen: 'unix:///x'},"
                        + " external_plugins: [{plugin_id: p, plugin_type: propose, priority: 3, endpoint: 'grpc://h:1',"
                        + " auth_token: s3cr3t, hold_policy: accept_when_idle}]}",
                "{\"tick_max_duration_seconds\":20.0,\"external_plugins\":[{\"plugin_id\":\"p\","
                        + "\"plugin_type\":\"propose\",\"priority\":3,\"endpoint\":\"grpc://h:1\","
                        + "\"auth_token\":\"***\",\"protocol_version\":\"1.0\",\"version\":\"v1\","
                        + "\"execution_interval_seconds\":0.0,\"hold_policy\":\"ACCEPT_WHEN_IDLE\",\"needs\":[],"
                        + "\"requires_produced_fields\":[],\"observation_window_seconds\":0.0}],"
                        + "\"gateway\":{\"enabled\":false,\"listen\":\"unix:///x\",\"allow_insecure\":false},"
                        + "\"scale_interval_seconds\":2.5}");
        put(
                samples,
                "plugin_registration",
                "{auth: {static_secrets: {a: s3cr3t}}}",
                "{\"auth\":{\"trusted_sources\":[],\"static_secrets\":{\"a\":\"***\"}},"
                        + "\"transport\":{\"allow_insecure_grpc\":false,\"request_timeout_seconds\":5.0,"
                        + "\"keepalive_time_ms\":30000,\"max_message_size_bytes\":10485760},"
                        + "\"protocol_version_min\":\"1.0\",\"protocol_version_max\":\"1.0\","
                        + "\"heartbeat_timeout_seconds\":15.0,\"heartbeat_missed_threshold\":2,"
                        + "\"in_process_plugins\":[],\"admin\":{\"mode\":\"allow_all\"}}");
        put(samples, "compatibility", "1.0", "\"1.0\"");
        same(samples, "load_router_metrics_url", "http://router:1");
        same(samples, "load_learning_window", "40");
        same(samples, "load_metric_samples", "11");
        return samples;
    }

    private static void same(Map<String, Sample> samples, String name, String text) {
        boolean literal = text.matches("-?[0-9]+(\\.[0-9]+)?|true|false");
        put(samples, name, text, literal ? text : "\"" + text + "\"");
    }

    private static void put(Map<String, Sample> samples, String name, String written, String shown) {
        samples.put(name, new Sample(written, shown));
    }

    private static Stream<ConfigField<?>> fields() {
        return ConfigFields.all().stream();
    }

    private static Sample sample(ConfigField<?> field) {
        return Optional.ofNullable(samples().get(field.name()))
                .orElseThrow(() -> new AssertionError("no test value for '" + field + "': add one to samples()"));
    }

    /** What else must be set for a value to be allowed. */
    private static String companions(ConfigField<?> field) {
        return field.name().equals("enable_power_awareness") ? "total_gpu_power_limit: 7000\n" : "";
    }

    private static PlannerConfig load(String yaml, Map<String, String> flags, Map<String, String> environment)
            throws IOException {
        Files.writeString(directory.resolve("ca.pem"), "test");
        Optional<SourceNode> document =
                yaml.isEmpty() ? Optional.empty() : Optional.of(DocumentReader.parseYaml("planner.yaml", yaml));
        return ConfigLoader.loadDocument(document, flags, environment);
    }

    private static <T> JsonNode shown(PlannerConfig config, ConfigField<T> field) {
        return field.show(config.get(field));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void everyFieldIsReadFromAFile(ConfigField<?> field) throws IOException {
        PlannerConfig config =
                load(companions(field) + field.name() + ": " + sample(field).written() + "\n", Map.of(), Map.of());

        assertThat(Reference.same(shown(config, field), json(sample(field).shown())))
                .as("%s", shown(config, field))
                .isTrue();
        assertThat(Reference.same(shown(config, field), initial(field)))
                .as("the test value must not be the default")
                .isEqualTo(isMasked(field) && initial(field).equals(shown(config, field)));
        assertThat(config.origin(field).toString()).startsWith("planner.yaml:");
    }

    private static boolean isMasked(ConfigField<?> field) {
        return sample(field).shown().contains("***");
    }

    private static <T> JsonNode initial(ConfigField<T> field) {
        return field.show(field.initial());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void everyFieldIsReadFromEachOfItsFlags(ConfigField<?> field) throws IOException {
        for (ConfigField.Flag flag : field.flags()) {
            String text = flag.implied().isPresent() ? "" : sample(field).written();
            PlannerConfig config = load(companions(field), Map.of(flag.name(), text), Map.of());

            assertThat(Reference.same(shown(config, field), json(sample(field).shown())))
                    .as("%s by %s", shown(config, field), flag)
                    .isTrue();
            assertThat(config.origin(field)).hasToString("flag " + flag.name());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void everyVariableSuppliesItsField(ConfigField<?> field) throws IOException {
        for (String variable : field.variables()) {
            PlannerConfig config =
                    load("", Map.of(), Map.of(variable, sample(field).written()));

            assertThat(Reference.same(shown(config, field), json(sample(field).shown())))
                    .as("%s by %s", shown(config, field), variable)
                    .isTrue();
            assertThat(config.origin(field)).hasToString("environment " + variable);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void everyOldNameSetsItsFieldAndSaysSo(ConfigField<?> field) throws IOException {
        for (String alias : field.aliases()) {
            PlannerConfig config = load(alias + ": " + sample(field).written(), Map.of(), Map.of());

            assertThat(Reference.same(shown(config, field), json(sample(field).shown())))
                    .isTrue();
            assertThat(config.findings())
                    .anyMatch(finding -> finding.text().contains("'" + alias + "' is its old name"));
        }
    }

    @Test
    void allFieldsOfTheReferenceAreThereAndWhatElseThereIsIsMarked() {
        List<String> reference = Reference.fieldNames();
        List<String> retired = List.of(
                "no_operation",
                "no_correction",
                "aic_perf_model",
                "load_router_metrics_url",
                "load_learning_window",
                "load_metric_samples");
        List<String> ours = ConfigFields.all().stream()
                .filter(ConfigField::isOurs)
                .map(ConfigField::name)
                .toList();

        assertThat(reference).hasSize(63);
        assertThat(ConfigFields.all())
                .extracting(ConfigField::name)
                .containsExactlyInAnyOrderElementsOf(Stream.of(reference, retired, ours)
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void defaultsAreThoseOfTheReferenceExceptWhereADeviationSaysOtherwise() throws IOException {
        PlannerConfig config = load("", Map.of(), Map.of());
        JsonNode dump = Reference.defaults();
        Map<String, String> hidden = new HashMap<>();
        Reference.RECORDED
                .get("defaults_virtual")
                .properties()
                .forEach(entry -> hidden.put(entry.getKey(), entry.getValue().asText()));

        for (ConfigField<?> field : ConfigFields.all()) {
            boolean deviates = Deviations.all().stream()
                    .anyMatch(deviation -> deviation.kind() == Deviation.Kind.OTHER_VALUE
                            && deviation.field().equals(field.name())
                            && deviation.example().filter("{}"::equals).isPresent());
            JsonNode shown = shown(config, field);
            if (deviates) {
                assertThat(Reference.same(shown, dump.get(field.name())))
                        .as(field.name())
                        .isFalse();
            } else if (field.name().equals("scheduling")) {
                assertThat(shown.get("gateway").get("listen").asText())
                        .isEqualTo("unix:///var/run/dynamo/planner/registry.sock");
            } else if (dump.has(field.name())) {
                assertThat(Reference.same(shown, dump.get(field.name())))
                        .as("%s: %s", field, shown)
                        .isTrue();
            } else if (hidden.containsKey(field.name())) {
                assertThat(python(shown)).as(field.name()).isEqualTo(hidden.get(field.name()));
            }
        }
    }

    /** As the recording writes values that the reference leaves out of its dumps. */
    private static String python(JsonNode value) {
        if (value.isTextual()) {
            return "'" + value.asText() + "'";
        }
        return value.isNull() ? "None" : value.isBoolean() ? (value.booleanValue() ? "True" : "False") : value.asText();
    }

    @Test
    void theTokenThatIsReadIsTheOneThatWasWritten() throws IOException {
        PlannerConfig config = load("metric_pulling_prometheus_token: s3cr3t", Map.of(), Map.of());

        assertThat(config.get(MetricsFields.PROMETHEUS_TOKEN).map(Secret::reveal))
                .contains("s3cr3t");
    }

    @Test
    void queryParametersAreReadFromAQueryString() throws IOException {
        PlannerConfig config = load("", Map.of(), Map.of("PROMETHEUS_EXTRA_QUERY_PARAMS", "tenant=a%26b&dedup=true"));

        assertThat(config.get(MetricsFields.PROMETHEUS_EXTRA_QUERY_PARAMS))
                .contains(Map.of("tenant", "a&b", "dedup", "true"));
    }
}
