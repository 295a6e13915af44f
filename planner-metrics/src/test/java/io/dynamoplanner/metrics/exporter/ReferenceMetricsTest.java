package io.dynamoplanner.metrics.exporter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What dashboards made for Dynamo's own planner find; compared with a scrape of its release 1.6.1. */
class ReferenceMetricsTest {
    /** What that planner has and this one has not: its plugins, its reactive path, power. */
    private static final List<String> NOT_OURS = List.of(
            "dynamo_planner_plugin_",
            "dynamo_planner_reconcile_clamped",
            "dynamo_planner_constrain_capped",
            "dynamo_planner_reject_short_circuited",
            "dynamo_planner_tick_skipped",
            "dynamo_planner_tick_requires_unsatisfied",
            "dynamo_planner_tick_lag",
            "dynamo_planner_tick_timeout",
            "dynamo_planner_estimated_",
            "dynamo_planner_engine_queued_",
            "dynamo_planner_engine_inflight_",
            "dynamo_planner_power_");

    private final Scrape ours = ScriptedRun.scrape();
    private final Scrape reference = reference();

    @Test
    void everyMetricThatHasAMeaningHereIsThereWithTheSameTypeAndLabels() {
        Set<String> shared = new TreeSet<>(reference.type().keySet());
        shared.removeIf(name -> !name.startsWith("dynamo_planner_")
                || name.endsWith("_created")
                || NOT_OURS.stream().anyMatch(name::startsWith));

        assertThat(shared).hasSize(21);
        assertThat(shared).allSatisfy(name -> {
            assertThat(ours.type())
                    .containsEntry(name, Objects.requireNonNull(reference.type().get(name)));
            assertThat(ours.labels(name)).isEqualTo(reference.labels(name));
        });
    }

    @Test
    void bucketsOfTheTickDurationAreTheSame() {
        assertThat(bounds(ours)).isEqualTo(bounds(reference));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamo_planner_load_scaling_decision", "dynamo_planner_throughput_scaling_decision"})
    void stateSetsHaveAllStatesOfTheReferenceAndOneOfThemIsTheCase(String name) {
        assertThat(states(ours, name)).containsAll(states(reference, name));
        assertThat(ours.find(name).stream().mapToDouble(Scrape.Series::value).sum())
                .isEqualTo(1);
    }

    @Test
    void statesOfTheReferenceComeFirstAndInItsOrder() {
        assertThat(Stream.of(ThroughputDecision.values()).map(Rows::name).limit(14))
                .containsExactlyElementsOf(states(reference, "dynamo_planner_throughput_scaling_decision"));
        assertThat(Stream.of(LoadDecision.values()).map(Rows::name))
                .containsExactlyElementsOf(states(reference, "dynamo_planner_load_scaling_decision"));
    }

    @Test
    void namesOfTheEarlierReleasesAreThereWithoutLabels() {
        List<String> earlier = Stream.of(
                        "num_p_workers",
                        "num_d_workers",
                        "observed_ttft",
                        "observed_itl",
                        "observed_request_rate",
                        "observed_request_duration",
                        "observed_isl",
                        "observed_osl",
                        "p_correction_factor",
                        "d_correction_factor",
                        "predicted_request_rate",
                        "predicted_isl",
                        "predicted_osl",
                        "predicted_num_p",
                        "predicted_num_d",
                        "gpu_hours")
                .map(name -> "planner:" + name)
                .toList();

        assertThat(earlier).allSatisfy(name -> {
            assertThat(ours.value(name)).isPresent();
            assertThat(ours.labels(name)).isEmpty();
        });
        assertThat(ours.names()).filteredOn(name -> name.startsWith("planner:")).hasSameSizeAs(earlier);
    }

    private static List<String> bounds(Scrape scrape) {
        return scrape.find("dynamo_planner_tick_duration_seconds_bucket").stream()
                .map(series -> series.labels().getOrDefault("le", ""))
                .toList();
    }

    private static List<String> states(Scrape scrape, String name) {
        return scrape.find(name).stream()
                .map(series -> series.labels().getOrDefault(name, ""))
                .toList();
    }

    private static Scrape reference() {
        try (InputStream file = ReferenceMetricsTest.class.getResourceAsStream("reference-1.6.1.prom.gz")) {
            byte[] text = new GZIPInputStream(Objects.requireNonNull(file)).readAllBytes();
            return Scrape.of(new String(text, UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
