package io.dynamoplanner.data.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.config.ConfigException;
import io.dynamoplanner.data.config.DeploymentFields;
import io.dynamoplanner.data.config.ServingMode;
import io.dynamoplanner.data.config.TargetFields;
import io.dynamoplanner.data.config.type.Problem;
import io.dynamoplanner.data.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFileTest {
    @TempDir
    Path directory;

    @BeforeEach
    void filesOfTheScenario() throws IOException {
        Files.createDirectories(directory.resolve("profile"));
        Files.createDirectories(directory.resolve("truth"));
        Files.writeString(directory.resolve("trace.jsonl"), "{}\n");
        Files.writeString(directory.resolve("planner.yaml"), "ttft_ms: 250\nmax_gpu_budget: 24\n");
    }

    private Scenario read(String yaml) throws IOException {
        Files.writeString(directory.resolve(ScenarioFile.FILE_NAME), yaml);
        return ScenarioFile.read(directory, Map.of());
    }

    private List<String> problems(String yaml) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> read(yaml));
        return Objects.requireNonNull(refused, "was accepted").problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void aSmallScenarioTakesTheRestFromDefaultsAndThePlannersConfiguration() throws IOException {
        Scenario scenario = read("trace: trace.jsonl\nprofile: profile\nconfig: planner.yaml\n");

        assertThat(scenario.title()).isEqualTo(directory.getFileName().toString());
        assertThat(scenario.trace()).isEqualTo(directory.resolve("trace.jsonl"));
        assertThat(scenario.truthProfile()).isEqualTo(directory.resolve("profile"));
        assertThat(scenario.config().get(TargetFields.TTFT_MS)).isEqualTo(250);
        assertThat(scenario.gpus()).isEqualTo(OptionalInt.of(24));
        assertThat(scenario.mode()).isEqualTo(ServingMode.DISAGG);
        assertThat(scenario.seed()).isEqualTo(1);
        assertThat(List.of(scenario.speedFactor(), scenario.timeScale(), scenario.rateScale()))
                .containsOnly(1.0);
        assertThat(scenario.engines())
                .isEqualTo(new Scenario.Engines(
                        new Scenario.Startup(60, OptionalDouble.empty(), 60),
                        120,
                        1,
                        1,
                        OptionalInt.empty(),
                        Scenario.Stragglers.NONE));
        assertThat(scenario.transfer()).isEqualTo(new Scenario.Transfer(0, OptionalDouble.empty()));
        assertThat(scenario.metrics()).isEqualTo(new Scenario.Metrics(5, 0));
    }

    @Test
    void everyFieldOfAScenarioIsRead() throws IOException {
        Scenario scenario = read("""
                title: Morning rush
                trace: trace.jsonl
                profile: profile
                truth_profile: truth
                config: {itl_ms: 15, max_gpu_budget: -1}
                speed_factor: 0.8
                time_scale: 0.5
                rate_scale: 3
                seed: 42
                engines:
                  startup_seconds: {min: 20, mode: 30, max: 90}
                  drain_seconds: 45
                  prefill_gpus: 2
                  decode_gpus: 4
                  max_batch: 64
                transfer: {base_ms: 4, tokens_per_second: 200000}
                gpus: 48
                metrics: {scrape_interval_seconds: 10, delay_seconds: 3}
                mode: agg
                """);

        assertThat(scenario.title()).isEqualTo("Morning rush");
        assertThat(scenario.truthProfile()).isEqualTo(directory.resolve("truth"));
        assertThat(scenario.config().get(TargetFields.ITL_MS)).isEqualTo(15);
        assertThat(scenario.config().get(DeploymentFields.MODE)).isEqualTo(ServingMode.AGG);
        assertThat(scenario.mode()).isEqualTo(ServingMode.AGG);
        assertThat(List.of(scenario.speedFactor(), scenario.timeScale(), scenario.rateScale()))
                .containsExactly(0.8, 0.5, 3.0);
        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.engines())
                .isEqualTo(new Scenario.Engines(
                        new Scenario.Startup(20, OptionalDouble.of(30), 90),
                        45,
                        2,
                        4,
                        OptionalInt.of(64),
                        Scenario.Stragglers.NONE));
        assertThat(scenario.transfer()).isEqualTo(new Scenario.Transfer(4, OptionalDouble.of(200_000)));
        assertThat(scenario.gpus()).isEqualTo(OptionalInt.of(48));
        assertThat(scenario.metrics()).isEqualTo(new Scenario.Metrics(10, 3));
    }

    @Test
    void anUnlimitedBudgetLeavesTheClusterUnlimited() throws IOException {
        assertThat(read("{trace: trace.jsonl, profile: profile, config: {max_gpu_budget: -1}}")
                        .gpus())
                .isEmpty();
    }

    @Test
    void flagsBeatTheScenariosConfiguration() throws IOException {
        read("{trace: trace.jsonl, profile: profile, config: planner.yaml}");

        Scenario scenario = ScenarioFile.read(directory.resolve(ScenarioFile.FILE_NAME), Map.of("--ttft", "111"));

        assertThat(scenario.config().get(TargetFields.TTFT_MS)).isEqualTo(111);
    }

    @Test
    void problemsOfTheScenarioAndOfItsConfigurationComeTogether() {
        assertThat(problems("""
                        trace: trace.jsonl
                        profil: profile
                        config:
                          tft_ms: 3
                        engines: {prefill_gpu: 2}
                        """))
                .satisfiesExactly(
                        line -> assertThat(line).contains("scenario.yaml:2", "did you mean 'profile'"),
                        line -> assertThat(line).contains("'profile': is missing"),
                        line -> assertThat(line).contains("scenario.yaml:5", "did you mean 'prefill_gpus'"),
                        line -> assertThat(line).contains("scenario.yaml:4", "did you mean 'ttft_ms'"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{trace: no.jsonl, profile: profile} | 'trace' = 'no.jsonl': does not exist",
                "{trace: trace.jsonl, profile: profile, truth_profile: gone} | 'truth_profile' = 'gone'",
                "{trace: trace.jsonl, profile: profile, config: no.yaml} | 'config' = 'no.yaml'",
                "{trace: trace.jsonl, profile: profile, engines: {startup_seconds: {min: 9, max: 3}}} | order",
                "{trace: trace.jsonl, profile: profile, engines: {startup_seconds: {min: 1, mode: 9, max: 3}}} | order",
                "{trace: trace.jsonl, profile: profile, engines: {startup_seconds: -1}} | at least 0 s",
                "{trace: trace.jsonl, profile: profile, rate_scale: 0} | greater than 0",
                "{trace: trace.jsonl, profile: profile, mode: agg, config: {mode: decode}} | says 'decode'",
                "[1] | must be a mapping",
            })
    void whatCannotBeRunIsRefused(String yaml, String said) {
        assertThat(problems(yaml))
                .singleElement()
                .asString()
                .contains("scenario.yaml:1")
                .contains(said);
    }

    @Test
    void aDirectoryWithoutAScenarioSaysWhichFileIsMissing() {
        assertThatThrownBy(() -> ScenarioFile.read(directory, Map.of()))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("scenario.yaml: does not exist");
    }

    @Test
    void faultsAreRead() throws IOException {
        Scenario scenario = read("""
                trace: trace.jsonl
                profile: profile
                metrics: {delay_seconds: 20}
                engines: {stragglers: 0.1, straggler_factor: 4}
                faults:
                  scrape_loss: 0.05
                  outages: [{from_seconds: 600, to_seconds: 1200}]
                  worker_losses: [{at_seconds: 300, role: decode, engines: 2}]
                  worker_loss_per_engine_hour: 0.5
                """);

        assertThat(scenario.metrics().delaySeconds()).isEqualTo(20);
        assertThat(scenario.engines().stragglers()).isEqualTo(new Scenario.Stragglers(0.1, 4));
        assertThat(scenario.faults())
                .isEqualTo(new Scenario.Faults(
                        0.05,
                        List.of(new Scenario.Outage(600, 1200)),
                        List.of(new Scenario.WorkerLoss(300, Role.DECODE, 2)),
                        0.5));
    }

    @Test
    void anOutageThatEndsBeforeItStartsIsRefused() {
        assertThatThrownBy(() -> read("""
                        trace: trace.jsonl
                        profile: profile
                        faults: {outages: [{from_seconds: 6, to_seconds: 3}]}
                        """))
                .hasMessageContaining("faults.outages")
                .hasMessageContaining("must end after they start");
    }
}
