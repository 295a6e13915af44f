package io.dynamoplanner.metrics.exporter;

import static io.dynamoplanner.core.role.Role.AGGREGATED;
import static io.dynamoplanner.core.role.Role.DECODE;
import static io.dynamoplanner.core.role.Role.PREFILL;
import static io.dynamoplanner.metrics.exporter.GraphRun.CHAT;
import static io.dynamoplanner.metrics.exporter.GraphRun.CODE;
import static io.dynamoplanner.metrics.exporter.GraphRun.NO_LIMIT;
import static io.dynamoplanner.metrics.exporter.GraphRun.after;
import static io.dynamoplanner.metrics.exporter.GraphRun.outage;
import static io.dynamoplanner.metrics.exporter.GraphRun.requests;
import static io.dynamoplanner.metrics.exporter.GraphRun.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.fleet.RoleFleet.Rollout;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.traffic.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlannerMetricsTest {
    private final TestClock clock = new TestClock(after(0));
    private final PlannerMetrics metrics = new PlannerMetrics(new BuildInfo("1.2.3", "17"), Optional.of(CHAT), clock);
    private final GraphRun chat = new GraphRun(metrics, CHAT, GraphRun.disaggregated(), GpuGrant.fixed(-1, 24));

    @AfterEach
    void close() {
        metrics.close();
    }

    private Scrape scrape() {
        return Scrape.of(metrics.scrape());
    }

    @Test
    void aTickShowsReplicasTrafficAndPlan() {
        chat.see(0, requests(0, 240));

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_replicas", "role", "decode", "state", "ready"))
                .hasValue(3);
        assertThat(seen.value("dynamo_planner_traffic_requests_per_second")).hasValue(4);
        assertThat(seen.value("dynamo_planner_traffic_ttft_seconds")).hasValue(0.12);
        assertThat(seen.value("dynamo_planner_traffic_ttft_inside_ratio")).hasValue(0.97);
        assertThat(seen.value("dynamo_planner_traffic_itl_inside_ratio")).hasValue(0.99);
        assertThat(seen.value("dynamo_planner_forecast_requests_per_second")).hasValue(4);
        assertThat(seen.value("dynamo_planner_planned_replicas", "role", "decode", "stage", "target"))
                .hasValue(4);
        assertThat(seen.value("dynamo_planner_planned_replicas", "role", "prefill", "stage", "target"))
                .hasValue(4);
        assertThat(seen.value("dynamo_planner_target_itl_seconds")).hasValue(0.02);
        assertThat(seen.state("dynamo_planner_demand_trust", "trust")).isEqualTo("live");
        assertThat(seen.state("dynamo_planner_binding", "binding", "role", "decode"))
                .isEqualTo("demand");
        assertThat(seen.find("dynamo_planner_replicas"))
                .allSatisfy(s ->
                        assertThat(s.labels()).containsEntry("dgd", "chat").containsEntry("k8s_namespace", "serving"));
    }

    @Test
    void whoForecastsAndWhatStandsInIsALabelWithoutTheReason() {
        chat.see(0, requests(0, 240));

        assertThat(scrape().find("dynamo_planner_forecast_predictor", "load", "requests"))
                .singleElement()
                .satisfies(series -> {
                    assertThat(series.value()).isEqualTo(1);
                    assertThat(series.labels())
                            .containsEntry("predictor", "last-value")
                            .containsEntry("fallback", "last_value");
                });
        assertThat(scrape().find("dynamo_planner_forecast_predictor", "load", "osl"))
                .hasSize(1);

        chat.see(1, outage(1));
        assertThat(scrape().find("dynamo_planner_forecast_predictor")).isEmpty();
    }

    @Test
    void growthThatWaitsForGpusShowsInTheStages() {
        chat.fleet(PREFILL, new RoleFleet(2, 2, 0, 2, OptionalInt.of(2), Rollout.SCALING));
        chat.see(0, requests(0, 240));

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_gpus_held")).hasValue(20);
        assertThat(seen.value("dynamo_planner_gpus_headroom")).hasValue(4);
        assertThat(seen.value("dynamo_planner_planned_replicas", "role", "prefill", "stage", "target"))
                .hasValue(4);
        assertThat(seen.find("dynamo_planner_planned_replicas", "stage", "now").stream()
                        .mapToDouble(Scrape.Series::value)
                        .sum())
                .isLessThan(8);
    }

    @Test
    void aKnownZeroHasASeriesAndAnUnknownHasNone() {
        chat.see(0, window(0, Map.of(Signal.REQUESTS, 0.0, Signal.TTFT, Double.NaN)));

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_traffic_requests_per_second")).hasValue(0);
        assertThat(seen.value("dynamo_planner_observed_requests_per_second")).hasValue(0);
        assertThat(seen.value("dynamo_planner_traffic_ttft_seconds")).isEmpty();
        assertThat(seen.value("dynamo_planner_observed_ttft_ms")).isEmpty();
        assertThat(seen.value("planner:observed_ttft")).isEmpty();
        assertThat(seen.state("dynamo_planner_reading_state", "state", "signal", "requests"))
                .isEqualTo("zero");
        assertThat(seen.state("dynamo_planner_reading_state", "state", "signal", "ttft"))
                .isEqualTo("not_a_number");
        assertThat(seen.find("dynamo_planner_reading_state", "signal", "isl")).isEmpty();
    }

    @Test
    void aReadingThatBecomesUnknownDisappearsAndSaysSinceWhen() {
        chat.see(0, requests(0, 240));
        chat.see(1, outage(1));

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_traffic_ttft_seconds")).isEmpty();
        assertThat(seen.value("dynamo_planner_forecast_requests_per_second")).isEmpty();
        assertThat(seen.value("dynamo_planner_predicted_requests_per_second")).isEmpty();
        assertThat(seen.state("dynamo_planner_demand_trust", "trust")).isEqualTo("none");
        assertThat(seen.state("dynamo_planner_reading_state", "state", "signal", "ttft"))
                .isEqualTo("failed");
        assertThat(seen.value("dynamo_planner_reading_known_timestamp_seconds", "signal", "ttft"))
                .hasValue((double) GraphRun.GRID.startOf(1).getEpochSecond());
    }

    @Test
    void aTickBetweenTwoWindowsKeepsTheNewestOne() {
        chat.see(0, requests(0, 240));
        chat.see(1, requests(1, 180));
        chat.tick(after(1).plusSeconds(10));
        chat.tick(after(1).plusSeconds(20), requests(0, 240));

        assertThat(scrape().value("dynamo_planner_traffic_requests_per_second")).hasValue(3);
        assertThat(scrape().value("dynamo_planner_forecast_error_requests_per_second"))
                .hasValue(1);
    }

    @Test
    void forecastErrorIsForecastLessWhatCame() {
        chat.see(0, requests(0, 240));
        assertThat(scrape().value("dynamo_planner_forecast_error_requests_per_second"))
                .isEmpty();

        chat.see(1, requests(1, 300));
        assertThat(scrape().value("dynamo_planner_forecast_error_requests_per_second"))
                .hasValue(-1);

        chat.see(3, requests(3, 300));
        assertThat(scrape().value("dynamo_planner_forecast_error_requests_per_second"))
                .as("the forecast was about the window that was missed")
                .isEmpty();

        chat.see(4, outage(4));
        assertThat(scrape().value("dynamo_planner_forecast_error_requests_per_second"))
                .isEmpty();
    }

    @Test
    void windowsAreReadUnknownOrMissed() {
        chat.see(3, requests(3, 240));
        chat.see(4, outage(4));
        chat.see(8, requests(7, 240), requests(8, 240));
        chat.tick(after(8).plusSeconds(5), requests(7, 240), requests(8, 240), requests(9, 240));

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_windows_total", "result", "read")).hasValue(3);
        assertThat(seen.value("dynamo_planner_windows_total", "result", "unknown"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_windows_total", "result", "missed"))
                .hasValue(2);
    }

    @Test
    void aPlannerThatHangsDoesNotShowTheLastTickAsThePresent() {
        TickReport report = chat.see(0, requests(0, 240));

        clock.set(report.timing().staleAfter());
        assertThat(scrape().value("dynamo_planner_observed_ttft_ms")).hasValue(120);

        clock.set(report.timing().staleAfter().plusMillis(1));
        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_observed_ttft_ms")).isEmpty();
        assertThat(seen.find("dynamo_planner_replicas")).isEmpty();
        assertThat(seen.find("dynamo_planner_demand_trust")).isEmpty();
        assertThat(seen.value("dynamo_planner_ticks_total")).hasValue(1);
        assertThat(seen.value("dynamo_planner_last_tick_timestamp_seconds"))
                .hasValue((double) after(0).getEpochSecond());

        chat.see(5, requests(5, 60));
        clock.set(after(5));
        assertThat(scrape().value("dynamo_planner_observed_ttft_ms")).hasValue(120);
    }

    @Test
    void gpuHoursAreGpusTimesTimeThatPassed() {
        chat.tick(after(0));
        assertThat(scrape().value("dynamo_planner_gpu_hours")).hasValue(0);

        chat.tick(after(1));
        chat.tick(after(2));
        chat.tick(after(3));
        assertThat(scrape().value("dynamo_planner_gpu_hours").orElseThrow()).isEqualTo(0.8, within(1e-12));
        assertThat(scrape().value("planner:gpu_hours").orElseThrow()).isEqualTo(0.8, within(1e-12));
        assertThat(scrape().value("dynamo_planner_gpu_seconds_total")).hasValue(2880);

        chat.tick(after(2));
        assertThat(scrape().value("dynamo_planner_gpu_seconds_total")).hasValue(2880);
    }

    /** Another process may have planned the graph meanwhile, and counted. */
    @Test
    void gpuHoursStandStillWhileNobodyPlansHere() {
        TickReport report = chat.tick(after(0));
        chat.tick(after(1000));

        Duration counted = Duration.between(after(0), report.timing().staleAfter());
        assertThat(counted).isLessThanOrEqualTo(Duration.ofMinutes(2));
        assertThat(scrape().value("dynamo_planner_gpu_seconds_total")).hasValue(16.0 * counted.toSeconds());
    }

    @Test
    void drainingReplicasCostGpuHoursAndThoseOfUnknownWidthAreNotMadeUp() {
        chat.tick(after(0));
        chat.fleet(PREFILL, new RoleFleet(0, 0, 0, 1, OptionalInt.of(2), Rollout.SCALING));
        chat.fleet(DECODE, new RoleFleet(3, 1, 1, 0, OptionalInt.of(4), Rollout.SCALING));
        chat.tick(after(0).plusSeconds(1));
        assertThat(scrape().value("dynamo_planner_gpu_seconds_total")).hasValue(10);

        chat.fleet(DECODE, new RoleFleet(3, 3, 0, 0, OptionalInt.empty(), Rollout.SETTLED));
        chat.tick(after(1));
        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_gpu_seconds_total")).hasValue(10);
        assertThat(seen.value("dynamo_planner_gpus_held")).isEmpty();
        assertThat(seen.value("dynamo_planner_gpus_headroom")).isEmpty();
        assertThat(seen.value("dynamo_planner_gpus_ceiling")).hasValue(24);
        assertThat(seen.find("dynamo_planner_gpus_per_replica", "role", "decode"))
                .isEmpty();
    }

    @Test
    void replicasThatCannotBeReadAreAbsent() {
        chat.fleet(DECODE, new RoleFleet(3, 3, 0, 0, OptionalInt.of(4), Rollout.UNKNOWN));
        chat.see(0, requests(0, 240));

        Scrape seen = scrape();
        assertThat(seen.find("dynamo_planner_replicas", "role", "decode")).isEmpty();
        assertThat(seen.value("dynamo_planner_num_decode_replicas")).isEmpty();
        assertThat(seen.value("dynamo_planner_num_prefill_replicas")).hasValue(2);
        assertThat(seen.state("dynamo_planner_rollout", "state", "role", "decode"))
                .isEqualTo("unknown");
    }

    @Test
    void withoutABudgetThereIsNoHeadroom() {
        new GraphRun(metrics, CODE, GraphRun.disaggregated(), NO_LIMIT).see(0, requests(0, 60));

        assertThat(scrape().find("dynamo_planner_gpus_headroom", "dgd", "code")).isEmpty();
        assertThat(scrape().find("dynamo_planner_gpus_ceiling", "dgd", "code")).isEmpty();
        assertThat(scrape().value("dynamo_planner_gpus_held", "dgd", "code")).hasValue(16);
    }

    @Test
    void outcomesAreCountedFromZero() {
        chat.see(0, requests(0, 240));
        assertThat(scrape().value("dynamo_planner_writes_total", "role", "decode", "outcome", "failed"))
                .hasValue(0);

        metrics.outcome(CHAT, DECODE, new Outcome.Failed("HTTP 409"));
        metrics.outcome(CHAT, DECODE, new Outcome.Deferred("GPUs"));
        metrics.outcome(CHAT, PREFILL, new Outcome.Applied());
        metrics.outcome(CHAT, PREFILL, new Outcome.Unchanged());
        metrics.outcome(CHAT, PREFILL, new Outcome.Rejected("advisory"));
        metrics.outcome(CHAT, PREFILL, new Outcome.Rejected("advisory"));

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_writes_total", "role", "decode", "outcome", "failed"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_writes_total", "role", "decode", "outcome", "deferred"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_writes_total", "role", "prefill", "outcome", "applied"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_writes_total", "role", "prefill", "outcome", "unchanged"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_writes_total", "role", "prefill", "outcome", "rejected"))
                .hasValue(2);
    }

    @Test
    void decisionsAndChangesAreCounted() {
        chat.see(0, requests(0, 240));
        chat.fleet(PREFILL, RoleFleet.settled(4, 2));
        chat.see(1, requests(1, 60));

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_decisions_total", "role", "decode", "binding", "demand"))
                .hasValue(2);
        assertThat(seen.value("dynamo_planner_decisions_total", "role", "decode", "binding", "gpu_ceiling"))
                .hasValue(0);
        assertThat(seen.value("dynamo_planner_replica_changes_total", "role", "prefill", "direction", "up"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_replica_changes_total", "role", "prefill", "direction", "down"))
                .hasValue(1);
    }

    @Test
    void findingsAreThoseOfThePresent() {
        metrics.findings(
                CHAT,
                List.of(
                        Finding.blocking("adapter-missing", "decode", "has no adapter", "create one"),
                        Finding.blocking("adapter-missing", "prefill", "has no adapter", "create one"),
                        Finding.ok("graph-found", "chat", "exists")));
        metrics.findings(
                List.of(Finding.warning("role-too-wide", "planner", "may write secrets", "use the role given")));

        Scrape seen = scrape();
        assertThat(seen.value(
                        "dynamo_planner_findings", "dgd", "chat", "code", "adapter-missing", "severity", "blocking"))
                .hasValue(2);
        assertThat(seen.value("dynamo_planner_findings", "code", "role-too-wide", "severity", "warning"))
                .hasValue(1);
        assertThat(seen.find("dynamo_planner_findings", "code", "graph-found")).isEmpty();

        metrics.findings(CHAT, List.of());
        assertThat(scrape().find("dynamo_planner_findings", "code", "adapter-missing"))
                .isEmpty();
    }

    @Test
    void aGraphThatGoesTakesItsSeriesAndALateOutcomeDoesNotBringThemBack() {
        chat.see(0, requests(0, 240));
        metrics.gone(CHAT);
        metrics.outcome(CHAT, DECODE, new Outcome.Applied());

        assertThat(scrape().find("dynamo_planner_ticks_total")).isEmpty();
        assertThat(scrape().value("dynamo_planner_gpu_hours")).isEmpty();
        assertThat(scrape().find("dynamo_planner_writes_total")).isEmpty();
    }

    @Test
    void leadershipErrorsRequestsAndQueriesAreCounted() {
        assertThat(scrape().value("dynamo_planner_leader", "dgd", "chat")).hasValue(0);
        metrics.leader(true);
        metrics.reconcileFailed(CHAT);
        metrics.apiRequest("patch", 409);
        metrics.apiRequest("patch", 0);
        metrics.query("ttft", Duration.ofMillis(70), false);
        metrics.query("ttft", Duration.ofSeconds(10), true);

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_leader", "dgd", "chat")).hasValue(1);
        assertThat(seen.value("dynamo_planner_reconcile_errors_total")).hasValue(1);
        assertThat(seen.value("dynamo_planner_api_requests_total", "verb", "patch", "status", "409"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_api_requests_total", "verb", "patch", "status", "none"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_prometheus_query_failures_total", "signal", "ttft"))
                .hasValue(1);
        assertThat(seen.value("dynamo_planner_prometheus_query_duration_seconds_count", "signal", "ttft"))
                .hasValue(2);
        assertThat(seen.value("dynamo_planner_prometheus_query_duration_seconds_bucket", "signal", "ttft", "le", "0.1"))
                .hasValue(1);
    }

    @Test
    void theTimeOfEachTickFallsIntoABucket() {
        chat.see(0, requests(0, 240));

        assertThat(scrape().value("dynamo_planner_tick_duration_seconds_bucket", "le", "0.01"))
                .hasValue(0);
        assertThat(scrape().value("dynamo_planner_tick_duration_seconds_bucket", "le", "0.05"))
                .hasValue(1);
    }

    @Test
    void aggregatedEnginesAreDecodeWorkersUnderTheReferenceNames() {
        var graph = new GraphRun(metrics, CHAT, PerRole.of(AGGREGATED, RoleFleet.settled(5, 1)), NO_LIMIT);
        graph.see(0, requests(0, 120));

        Scrape seen = scrape();
        assertThat(seen.value("dynamo_planner_num_decode_replicas")).hasValue(5);
        assertThat(seen.value("dynamo_planner_num_prefill_replicas")).isEmpty();
        assertThat(seen.value("planner:predicted_num_d")).hasValue(2);
        assertThat(seen.value("dynamo_planner_replicas", "role", "agg", "state", "ready"))
                .hasValue(5);
    }

    @Test
    void severalGraphsAreToldApartByLabelsUnderTheReferenceNamesToo() {
        try (var many = new PlannerMetrics(new BuildInfo("1.2.3", "17"), Optional.empty(), clock)) {
            new GraphRun(many, CHAT, GraphRun.disaggregated(), NO_LIMIT).see(0, requests(0, 240));
            new GraphRun(many, CODE, GraphRun.disaggregated(), NO_LIMIT).see(0, requests(0, 60));

            Scrape seen = Scrape.of(many.scrape());
            assertThat(seen.value("dynamo_planner_observed_requests_per_second", "dgd", "chat"))
                    .hasValue(4);
            assertThat(seen.value(
                            "dynamo_planner_observed_requests_per_second", "dgd", "code", "k8s_namespace", "serving"))
                    .hasValue(1);
            assertThat(seen.find("dynamo_planner_leader"))
                    .singleElement()
                    .satisfies(s -> assertThat(s.labels()).isEmpty());
        }
    }

    @Test
    void withOneGraphTheReferenceNamesHaveNoLabelsAndShowThatGraphOnly() {
        chat.see(0, requests(0, 240));
        new GraphRun(metrics, CODE, GraphRun.disaggregated(), NO_LIMIT).see(0, requests(0, 60));

        assertThat(scrape().find("dynamo_planner_observed_requests_per_second"))
                .containsExactly(new Scrape.Series("dynamo_planner_observed_requests_per_second", Map.of(), 4));
        assertThat(scrape().find("dynamo_planner_traffic_requests_per_second")).hasSize(2);
    }

    @Test
    void readersOfOpenMetricsGetIt() {
        chat.see(0, requests(0, 240));

        Exposition open = metrics.scrape("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;q=0.2");
        assertThat(open.contentType()).isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.text()).endsWith("# EOF\n").contains("# TYPE dynamo_planner_ticks counter");

        Exposition text = metrics.scrape("*/*");
        assertThat(text.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        assertThat(text.text()).contains("# TYPE dynamo_planner_ticks_total counter");
    }
}
