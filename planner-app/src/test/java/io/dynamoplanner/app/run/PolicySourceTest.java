package io.dynamoplanner.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.data.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicySourceTest {
    private static final Path PROFILE = Path.of("..", "examples", "profiles", "h200_llama3.1-8b-fp8_tp1_measured");

    @TempDir
    private Path directory;

    private PolicySource source(String config) throws IOException {
        write(config);
        return new PolicySource(Optional.of(file().toString()), Map.of(), Map.of());
    }

    private void write(String config) throws IOException {
        Files.writeString(file(), "profile_results_dir: " + PROFILE.toAbsolutePath() + "\n" + config + "\n");
    }

    private Path file() {
        return directory.resolve("planner.yaml");
    }

    private static Stream<String> codes(PolicySource source, Finding.Severity severity) {
        return source.findings().stream().filter(f -> f.severity() == severity).map(Finding::code);
    }

    @Test
    void aChangeOfTheFileIsTakenOver() throws IOException {
        PolicySource source = source("optimization_target: sla\nttft_ms: 300");
        assertThat(source.refresh()).isTrue();
        assertThat(source.refresh()).as("nothing changed").isFalse();

        write("optimization_target: sla\nttft_ms: 400");

        assertThat(source.refresh()).isTrue();
        Policy policy = source.policy().orElseThrow();
        assertThat(policy.settings().ttftMs()).isEqualTo(400);
        assertThat(policy.version()).isEqualTo(2);
    }

    @Test
    void aWrongChangeIsToldAndTheOneBeforeStays() throws IOException {
        PolicySource source = source("optimization_target: sla\nttft_ms: 300");
        source.refresh();

        write("optimization_target: sla\nttft_ms: none");
        source.refresh();

        assertThat(source.policy().orElseThrow().settings().ttftMs()).isEqualTo(300);
        assertThat(source.findings())
                .filteredOn(f -> f.code().equals("config-rejected"))
                .singleElement()
                .satisfies(f -> assertThat(f.what()).contains("ttft_ms"));

        write("optimization_target: sla\nttft_ms: 350");
        source.refresh();
        assertThat(source.policy().orElseThrow().settings().ttftMs()).isEqualTo(350);
        assertThat(source.findings()).noneMatch(f -> f.code().equals("config-rejected"));
    }

    @Test
    void whatIsWiredAtTheStartNeedsANewProcess() throws IOException {
        PolicySource source = source("optimization_target: sla\nttft_ms: 300");
        source.refresh();

        write("optimization_target: sla\nttft_ms: 400\nmetric_pulling_prometheus_endpoint: http://other:9090");
        source.refresh();

        assertThat(source.policy().orElseThrow().settings().ttftMs()).isEqualTo(300);
        assertThat(source.findings())
                .filteredOn(f -> f.code().equals("config-needs-restart"))
                .singleElement()
                .satisfies(f -> assertThat(f.what()).contains("metric_pulling_prometheus_endpoint"));
    }

    @Test
    void aProfileThatIsMissingBlocksAndIsFoundOnceItIsThere() throws IOException {
        Path later = directory.resolve("profile");
        var source = new PolicySource(
                Optional.of("{\"optimization_target\": \"sla\", \"profile_results_dir\": \"" + later + "\"}"),
                Map.of(),
                Map.of());
        source.refresh();
        assertThat(source.policy()).isEmpty();
        assertThat(codes(source, Finding.Severity.BLOCKING)).containsExactly("profile-unreadable");
        source.refresh();
        assertThat(codes(source, Finding.Severity.BLOCKING)).as("still").containsExactly("profile-unreadable");

        Files.createDirectories(later);
        try (var files = Files.walk(PROFILE)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = later.resolve(PROFILE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }

        assertThat(source.refresh()).isTrue();
        assertThat(codes(source, Finding.Severity.BLOCKING)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "optimization_target: sla | ",
                "optimization_target: latency | target-not-supported",
                "ttft_ms: 300 | ",
                "max_gpu_budget: 4 | target-not-supported",
                "optimization_target: throughput | target-not-supported",
            })
    void whatThisReleaseCannotActOnOnlyObserves(String config, String code) throws IOException {
        PolicySource source = source(config);
        source.refresh();

        assertThat(codes(source, Finding.Severity.BLOCKING).toList())
                .isEqualTo(code == null ? List.of() : List.of(code));
    }

    @Test
    void loadScalingThatDoesNotExistYetIsToldAndDoesNotBlock() throws IOException {
        PolicySource source = source("optimization_target: sla\nenable_load_scaling: true");
        source.refresh();

        assertThat(codes(source, Finding.Severity.BLOCKING)).isEmpty();
        assertThat(source.findings()).extracting(Finding::subject).contains("enable_load_scaling");
    }

    @Test
    void aWrongConfigurationAtTheStartIsAnError() {
        assertThatThrownBy(() -> source("ttft_ms: -1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ttft_ms");
    }
}
