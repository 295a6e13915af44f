package io.dynamoplanner.data.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.data.config.type.Problem;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.document.SourceNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    @TempDir
    Path directory;

    private static PlannerConfig load(String yaml, Map<String, String> flags, Map<String, String> environment) {
        SourceNode document = DocumentReader.parseYaml("planner.yaml", yaml);
        return ConfigLoader.loadDocument(Optional.of(document), flags, environment);
    }

    private static PlannerConfig load(String yaml) {
        return load(yaml, Map.of(), Map.of());
    }

    private static List<String> problems(String yaml, Map<String, String> flags, Map<String, String> environment) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> load(yaml, flags, environment));
        return Objects.requireNonNull(refused, "was accepted").problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static List<String> problems(String yaml) {
        return problems(yaml, Map.of(), Map.of());
    }

    private static void assertFinding(PlannerConfig config, Finding.Severity severity, String field, String text) {
        assertThat(config.findings())
                .anyMatch(finding -> finding.severity() == severity
                        && finding.field().equals(field)
                        && finding.text().contains(text));
    }

    @Test
    void aFlagBeatsTheFileWhichBeatsAVariableWhichBeatsTheDefault() {
        Map<String, String> variable = Map.of("DYN_NAMESPACE", "from-variable", "DYNAMO_NAMESPACE", "older");
        Map<String, String> flag = Map.of("--namespace", "from-flag");
        String file = "namespace: from-file";

        assertThat(load("{}").get(DeploymentFields.NAMESPACE)).isEqualTo("dynamo");
        assertThat(load("{}").origin(DeploymentFields.NAMESPACE)).isEqualTo(Origin.DEFAULT);
        assertThat(load("{}", Map.of(), variable).get(DeploymentFields.NAMESPACE))
                .isEqualTo("from-variable");
        assertThat(load(file, Map.of(), variable).get(DeploymentFields.NAMESPACE))
                .isEqualTo("from-file");
        assertThat(load(file, flag, variable).get(DeploymentFields.NAMESPACE)).isEqualTo("from-flag");
        assertThat(load("{}", flag, variable).origin(DeploymentFields.NAMESPACE))
                .hasToString("flag --namespace");
    }

    @Test
    void anEmptyVariableCountsAsNotSetAndAnOverriddenOneIsNotRead() {
        assertThat(load("{}", Map.of(), Map.of("DYN_NAMESPACE", "")).get(DeploymentFields.NAMESPACE))
                .isEqualTo("dynamo");
        assertThat(load("metric_reporting_prometheus_port: 1", Map.of(), Map.of("PLANNER_PROMETHEUS_PORT", "broken"))
                        .get(MetricsFields.REPORTING_PORT))
                .isEqualTo(1);
        assertThat(problems("{}", Map.of(), Map.of("PLANNER_PROMETHEUS_PORT", "broken")))
                .singleElement()
                .asString()
                .startsWith("environment PLANNER_PROMETHEUS_PORT: field 'metric_reporting_prometheus_port' = 'broken'");
    }

    @Test
    void everyProblemIsReportedAtOnceEachOnOneLineWithItsPlace() {
        List<String> lines = problems("""
                ttft_ms: -3
                itl_ms: .nan
                lod_predictor: kalman
                mode: disag
                min_endpoint: true
                scheduling:
                  gateway: {enabled: maybe}
                """, Map.of("--max-gpu-budget", "lots"), Map.of());

        assertThat(lines)
                .containsExactly(
                        "planner.yaml:1: field 'ttft_ms' = -3: must be greater than 0 ms. Remedy: choose a value in"
                                + " this range",
                        "planner.yaml:2: field 'itl_ms' = .nan: must be a number. Remedy: write a finite decimal number"
                                + " such as 50 or 0.5",
                        "planner.yaml:3: field 'lod_predictor': is not a known field. Remedy: did you mean"
                                + " 'load_predictor'?",
                        "planner.yaml:4: field 'mode' = 'disag': must be one of disagg, prefill, decode, agg. Remedy:"
                                + " did you mean 'disagg'?",
                        "planner.yaml:5: field 'min_endpoint' = true: must be a whole number, not true or false."
                                + " Remedy: write a number",
                        "planner.yaml:7: field 'scheduling.gateway.enabled' = 'maybe': must be true or false. Remedy:"
                                + " write true or false without quotes",
                        "flag --max-gpu-budget: field 'max_gpu_budget' = 'lots': must be a whole number. Remedy: write"
                                + " a finite decimal number such as 50 or 0.5");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "max_gpu_budget: 1e300             | from -1000000 to 1000000",
                "max_gpu_budget: 99999999999999999 | from -1000000 to 1000000",
                "max_gpu_budget: 8.5               | must be a whole number",
                "max_gpu_budget: [8]               | not a list",
                "max_gpu_budget: null              | not null",
                "max_gpu_budget: 0x10              | must be a whole number",
                "max_gpu_budget: 1:30              | must be a whole number",
                "startup_seconds: .inf             | must be a number",
                "startup_seconds: 1e999            | must be at most 604800 s",
                "load_quantile: 1                  | must be at most 0.999",
                "load_quantile: 0.4                | must be at least 0.5",
                "fpm_sample_bucket_size: 10        | perfect square",
                "model_name: 7                     | must be text",
                "namespace: \"a\\nb\"              | one line",
                "planner_ttft_ms: 5                | remove the prefix",
                "correction: {min: 1.5}            | must be at most 1",
                "correction: {mni: 0.5}            | did you mean 'min'",
                "freeze_windows: [{start: '22:00'}] | is missing",
                "freeze_windows: [{start: '8:00', end: '09:00'}] | HH:MM",
                "freeze_windows: [{start: '24:00', end: '09:00'}] | HH:MM",
                "freeze_windows: [{start: '08:00', end: '08:00'}] | the same",
                "freeze_windows: [{start: '08:00', end: '09:00', days: [monday]}] | did you mean 'mon'",
                "unknown_readings: {rps: {policy: hold}} | not a known field",
                "unknown_readings: {isl: {policy: fallback}} | needs 'value'",
                "unknown_readings: {isl: {policy: floor}} | needs 'floor'",
                "unknown_readings: {isl: {policy: hold, value: 3}} | does not use",
                "unknown_readings: {isl: {policy: hold, max_age_seconds: 3}} | does not use",
                "max_direction_changes_per_hour: -2 | from -1",
                "ais_perf_model: {}                | is missing",
                "ais_perf_model: {roles: {encode: {}}} | not a known field",
                "optimization_target: {}           | must be one of",
            })
    void aValueThatMakesNoSenseIsRefused(String yaml, String said) {
        assertThat(problems(yaml))
                .singleElement()
                .asString()
                .startsWith("planner.yaml:1: field '")
                .contains(said);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{mode: agg, decode_min_endpoint: 1} | has no such role",
                "{mode: prefill, decode_min_endpoint: 1} | has no such role",
                "{environment: global-planner} | needs global_planner_namespace",
                "{enable_power_awareness: true} | needs total_gpu_power_limit",
                "{optimization_target: load, mode: prefill} | needs prefill_scale_up_queue_tokens",
                "{optimization_target: sla, enable_load_scaling: true, load_adjustment_interval_seconds: 180}"
                        + " | must be less than throughput",
                "{max_gpu_budget: 3, prefill_engine_num_gpu: 2, decode_engine_num_gpu: 2} | needs 4 GPUs",
                "{min_gpu_budget: 9} | not be greater than max_gpu_budget = 8",
                "{mode: agg, ais_perf_model: {roles: {decode: {}}}} | needs roles.aggregated",
                "{aic_perf_model: {}, ais_perf_model: {roles: {prefill: {}, decode: {}}}} | given as well",
                "{scheduling: {scale_interval_seconds: 2}} | does not divide",
                "{metric_pulling_prometheus_ca_bundle: /no/such/file} | not an existing file",
            })
    void fieldsThatContradictEachOtherAreRefused(String yaml, String said) {
        assertThat(problems(yaml))
                .singleElement()
                .asString()
                .contains("planner.yaml:1")
                .contains(said);
    }

    @Test
    void aRuleBetweenFieldsIsNotCheckedWhileOneOfThemIsBroken() {
        assertThat(problems("{max_gpu_budget: x, min_gpu_budget: 9}")).hasSize(1);
    }

    @Test
    void aFieldUnderTwoNamesAndAFlagTwiceAreRefused() {
        assertThat(problems("ttft: 1\nttft_ms: 2")).singleElement().asString().contains("planner.yaml:2", "'ttft'");
        assertThat(problems("{}", Map.of("--ttft", "1", "--ttft-ms", "2"), Map.of()))
                .singleElement()
                .asString()
                .contains("is also given by --ttft");
    }

    @Test
    void disablingBeatsEnablingOnTheCommandLine() {
        PlannerConfig config =
                load("{}", Map.of("--enable-throughput-scaling", "", "--disable-throughput-scaling", ""), Map.of());

        assertThat(config.get(LoadScalingFields.ENABLE_THROUGHPUT_SCALING)).isFalse();
        assertFinding(config, Finding.Severity.WARNING, "enable_throughput_scaling", "nothing will be scaled");
    }

    @Test
    void unknownAndRetiredFlagsGetAnAnswer() {
        assertThat(problems("{}", Map.of("--itl-msec", "1", "--dry-run", "", "--planner-mode", "local"), Map.of()))
                .containsExactly(
                        "flag --dry-run: field '--dry-run': does not exist any more. Remedy: use 'planner simulate' with"
                                + " a scenario file",
                        "flag --itl-msec: field '--itl-msec': is not a known flag. Remedy: did you mean '--itl-ms'?",
                        "flag --planner-mode: field '--planner-mode': does not exist any more. Remedy: use"
                                + " --environment global-planner with --global-planner-namespace");
        assertFinding(load("{}", Map.of("--isl", "3000"), Map.of()), Finding.Severity.INFO, "--isl", "ignored");
    }

    @Test
    void noOperationStillMeansThatNothingIsWritten() {
        PlannerConfig config = load("{no_operation: true, advisory: false}");

        assertThat(config.get(DeploymentFields.ADVISORY)).isTrue();
        assertThat(config.origin(DeploymentFields.ADVISORY)).hasToString("derived: no_operation is true");
        assertThat(config.findings().get(0).toString())
                .startsWith("WARNING planner.yaml:1: field 'no_operation'")
                .contains("writes NO replica counts");
        assertThat(load("{}", Map.of("--no-operation", ""), Map.of()).get(DeploymentFields.ADVISORY))
                .isTrue();
    }

    @Test
    void noCorrectionSwitchesTheCorrectionOffAndKeepsItsBounds() {
        PlannerConfig config = load("{no_correction: true, correction: {max: 3}}");

        assertThat(config.get(TargetFields.CORRECTION)).isEqualTo(new Correction(false, 0.5, 3.0, 0.3, 20));
        assertFinding(config, Finding.Severity.WARNING, "no_correction", "correction.enabled: false");
    }

    @ParameterizedTest(name = "compatibility {0}")
    @CsvSource({
        "0.6, REFERENCE, ARIMA, PROFILE",
        "1.0, REFERENCE, ARIMA, PROFILE",
        "1.1, MONOTONE, ARIMA, FORWARD_PASS",
        "1.5, MONOTONE, ARIMA, FORWARD_PASS",
        "1.6, MONOTONE, ARIMA, FORWARD_PASS",
        "none, MONOTONE, AUTO, PROFILE"
    })
    void compatibilityChangesDefaults(
            String release, InterpolationKind interpolation, LoadPredictor predictor, CapacityModel capacity) {
        PlannerConfig config = load("compatibility: " + release);

        assertThat(config.get(EngineModelFields.CAPACITY_MODEL)).isEqualTo(capacity);
        assertThat(config.get(EngineModelFields.INTERPOLATION)).isEqualTo(interpolation);
        assertThat(config.get(ForecastFields.LOAD_PREDICTOR)).isEqualTo(predictor);
        PlannerConfig set = load("{compatibility: " + release + ", interpolation: monotone, load_predictor: constant}");
        assertThat(set.get(EngineModelFields.INTERPOLATION)).isEqualTo(InterpolationKind.MONOTONE);
        assertThat(set.get(ForecastFields.LOAD_PREDICTOR)).isEqualTo(LoadPredictor.CONSTANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6", "1.0"})
    void aReleaseThatCountsByProfileTakesNoOtherCapacityModel(String release) {
        assertThatThrownBy(() -> load("{compatibility: " + release + ", capacity_model: forward_pass}"))
                .hasMessageContaining("capacity_model")
                .hasMessageContaining("counts by profile only");
        assertThat(load("{compatibility: 1.6, capacity_model: profile}").get(EngineModelFields.CAPACITY_MODEL))
                .isEqualTo(CapacityModel.PROFILE);
    }

    @Test
    void whatHasNoEffectYetIsSaid() {
        PlannerConfig config = load("{enable_load_scaling: true, optimization_target: latency,"
                + " live_dashboard_port: 8080, load_metric_samples: 3}");

        assertFinding(config, Finding.Severity.WARNING, "enable_load_scaling", "waits for load scaling");
        assertFinding(config, Finding.Severity.WARNING, "optimization_target", "'latency' is not yet effective");
        assertFinding(config, Finding.Severity.INFO, "live_dashboard_port", "waits for live dashboard");
        assertFinding(config, Finding.Severity.WARNING, "load_metric_samples", "retired");
        assertThat(load("optimization_target: sla").findings()).isEmpty();
    }

    @Test
    void targetsThatLookLikeSecondsAreSuspected() {
        PlannerConfig config = load("{ttft_ms: 0.5, itl_ms: 0.05}");

        assertFinding(config, Finding.Severity.WARNING, "ttft_ms", "milliseconds, not seconds");
        assertFinding(config, Finding.Severity.WARNING, "itl_ms", "milliseconds, not seconds");
    }

    @Test
    void aTokenForAServerThatIsNotVerifiedIsSaid() {
        String token = "metric_pulling_prometheus_token: t\n";
        String unverified = token + "metric_pulling_prometheus_ssl_verify: false";

        assertFinding(
                load(unverified), Finding.Severity.WARNING, "metric_pulling_prometheus_ssl_verify", "not verified");
        assertThat(load(token).findings()).noneMatch(finding -> finding.text().contains("not verified"));
    }

    @ParameterizedTest(name = "{0} gives a tick of {1} s")
    @CsvSource(
            delimiter = '|',
            value = {
                "{optimization_target: sla} | 5",
                "{optimization_target: sla, throughput_adjustment_interval_seconds: 7} | 1",
                "{optimization_target: sla, load_adjustment_interval_seconds: 12} | 12",
                "{load_adjustment_interval_seconds: 12} | 12",
                "{load_adjustment_interval_seconds: 7, throughput_adjustment_interval_seconds: 21} | 7",
                "{optimization_target: sla, scheduling: {scale_interval_seconds: 0.5}} | 0.5",
                "{optimization_target: sla, scheduling: {tick_max_duration_seconds: 9},"
                        + " load_adjustment_interval_seconds: 6} | 6",
            })
    void theTickIsTheGreatestCommonDivisorOfTheIntervalsInUse(String yaml, double seconds) {
        assertThat(load(yaml).get(PluginFields.SCHEDULING).get(PluginFields.SCALE_INTERVAL))
                .isEqualTo(seconds);
    }

    @Test
    void structuredValuesArriveTyped() {
        PlannerConfig config = load("""
                freeze_windows:
                  - {start: 22:30, end: 06:00, days: [sat, fri, sat], allow: none}
                unknown_readings:
                  osl: {policy: fallback, value: 128}
                  isl: {policy: last_good, max_age_seconds: 60}
                """);

        assertThat(config.get(PacingFields.FREEZE_WINDOWS))
                .containsExactly(new FreezeWindow(
                        LocalTime.of(22, 30),
                        LocalTime.of(6, 0),
                        List.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY),
                        FreezeWindow.Allowed.NONE));
        Map<Signal, UnknownReadingPolicy> policies = config.get(ReliabilityFields.UNKNOWN_READINGS);
        UnknownReadingPolicy none =
                new UnknownReadingPolicy(UnknownReadingPolicy.Kind.FLOOR, Optional.empty(), Optional.empty(), -1);
        assertThat(policies.keySet())
                .containsExactly(
                        Signal.REQUESTS, Signal.ISL, Signal.OSL, Signal.TTFT, Signal.ITL, Signal.REQUEST_DURATION);
        assertThat(policies.getOrDefault(Signal.OSL, none).value()).contains(128.0);
        assertThat(policies.getOrDefault(Signal.ISL, none).maxAgeSeconds()).isEqualTo(60);
        assertThat(policies.getOrDefault(Signal.REQUESTS, none).kind()).isEqualTo(UnknownReadingPolicy.Kind.LAST_GOOD);
        assertThat(policies.getOrDefault(Signal.TTFT, none).kind()).isEqualTo(UnknownReadingPolicy.Kind.HOLD);
    }

    @Test
    void numbersInQuotesAndWithUnderscoresAreNumbers() {
        PlannerConfig config = load("{max_gpu_budget: '16', total_gpu_power_limit: 10_000, ttft_ms: 5e2}");

        assertThat(config.get(BudgetFields.MAX_GPU_BUDGET)).isEqualTo(16);
        assertThat(config.get(BudgetFields.TOTAL_GPU_POWER_LIMIT)).contains(10_000);
        assertThat(config.get(TargetFields.TTFT_MS)).isEqualTo(500);
    }

    @Test
    void theArgumentIsAFileOrInlineJson() throws IOException {
        Path file = Files.writeString(directory.resolve("p.yaml"), "ttft_ms: 250");

        assertThat(ConfigLoader.load(Optional.of(file.toString()), Map.of(), Map.of())
                        .get(TargetFields.TTFT_MS))
                .isEqualTo(250);
        assertThat(ConfigLoader.load(Optional.of("{\"ttft_ms\": 251}"), Map.of(), Map.of())
                        .get(TargetFields.TTFT_MS))
                .isEqualTo(251);
        assertThat(problems("[1, 2]")).singleElement().asString().contains("must be a mapping of fields, not a list");
    }

    @Test
    void argumentsSplitIntoFlagsInBothStyles() {
        assertThat(FlagArguments.parse(
                        List.of("--ttft=300", "--no-operation", "--itl", "20", "--min-gpu-budget", "-1")))
                .isEqualTo(Map.of("--ttft", "300", "--no-operation", "", "--itl", "20", "--min-gpu-budget", "-1"));
        for (List<String> bad : List.of(List.of("ttft"), List.of("--"), List.of("--a=1", "--a=2"))) {
            assertThatThrownBy(() -> FlagArguments.parse(bad)).isInstanceOf(ConfigException.class);
        }
    }
}
