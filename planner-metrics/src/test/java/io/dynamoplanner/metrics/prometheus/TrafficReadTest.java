package io.dynamoplanner.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.LatencyTargets;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.TrafficWindow;
import io.dynamoplanner.core.traffic.WindowSpan;
import io.dynamoplanner.metrics.prometheus.FakePrometheus.Question;
import io.dynamoplanner.metrics.prometheus.FakePrometheus.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a source asks: how often, when, and what it makes of a server that comes back or has another time. */
class TrafficReadTest {
    private static final Instant END = Instant.parse("2026-01-01T00:10:00Z");
    private static final WindowSpan WINDOW = new WindowSpan(END.minusSeconds(60), Duration.ofSeconds(60), 1);
    private static final HealthyServer HEALTHY = HealthyServer.at(END);

    private static PrometheusTraffic traffic(FakePrometheus server, TrafficMetrics metrics, Instant now) {
        return new PrometheusTraffic(
                new PrometheusClient(PrometheusEndpoint.of(server.url())),
                TrafficSettings.of(metrics),
                InstantSource.fixed(now));
    }

    private static Reading requests(PrometheusTraffic traffic, WindowSpan span) {
        TrafficScope graph = HealthyServer.graph();
        List<TrafficWindow> windows = traffic.read(List.of(graph), span).getOrDefault(graph.graph(), List.of());
        return windows.get(windows.size() - 1).get(Signal.REQUESTS);
    }

    private static TrafficScope graph(int i) {
        return new TrafficScope(
                new GraphId("prod", "g" + i),
                "prod-g" + i,
                List.of("prod-g" + i + "-7f3a"),
                Optional.of("tiny"),
                i % 2 == 0,
                Optional.of(new TrafficScope.Endpoint("vllm", "backend", "generate")));
    }

    /** Answers the survey with a labelled frontend for each graph, everything else with nothing. */
    private static Reply labelled(Question question) {
        return question.query().startsWith("count by (__name__, model")
                ? Reply.vector(String.join(
                        ",",
                        IntStream.range(0, 100)
                                .mapToObj(i -> "{\"metric\":{\"__name__\":\"dynamo_frontend_model_ready\","
                                        + "\"dynamo_namespace\":\"prod-g" + i + "\"},\"value\":[1,\"1\"]}")
                                .toList()))
                : Reply.vector("");
    }

    @ParameterizedTest
    @CsvSource({"FRONTEND, 1", "FRONTEND, 200", "ROUTER, 1", "ROUTER, 200"})
    void numberOfQueriesDoesNotDependOnGraphsAndWindows(TrafficMetrics metrics, int windows) {
        var span = new WindowSpan(END.minusSeconds(60L * windows), Duration.ofSeconds(60), windows);
        for (int graphs : new int[] {1, 100}) {
            try (var server = FakePrometheus.answering(TrafficReadTest::labelled);
                    var traffic = traffic(server, metrics, END)) {
                Map<GraphId, List<TrafficWindow>> read = traffic.read(
                        IntStream.range(0, graphs)
                                .mapToObj(TrafficReadTest::graph)
                                .toList(),
                        span);

                assertThat(read).hasSize(graphs);
                assertThat(read.values()).allMatch(w -> w.size() == windows);
                int placing = metrics == TrafficMetrics.FRONTEND ? 2 : 0;
                int signals = metrics == TrafficMetrics.FRONTEND ? 10 : 9;
                assertThat(server.questions()).hasSize(placing + signals);
                assertThat(server.questions()).filteredOn(Question::isRange).hasSize(windows == 1 ? 0 : signals - 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FRONTEND, 14", "ROUTER, 11"})
    void bucketsOfGraphsWithTargetsTakeTwoMoreQueriesAndAreNotReadAsHistory(TrafficMetrics metrics, int queries) {
        List<TrafficScope> aiming = IntStream.range(0, 100)
                .mapToObj(i -> i < 50 ? graph(i).aimingAt(new LatencyTargets(100 + i, 10)) : graph(i))
                .toList();
        try (var server = FakePrometheus.answering(TrafficReadTest::labelled);
                var traffic = traffic(server, metrics, END)) {
            traffic.read(aiming, WINDOW);
            assertThat(server.questions()).hasSize(queries);

            traffic.read(aiming, new WindowSpan(END.minusSeconds(1200), Duration.ofSeconds(60), 20));
            assertThat(server.questions())
                    .filteredOn(q -> q.query().contains("_bucket"))
                    .hasSize(2)
                    .noneMatch(Question::isRange);
        }
    }

    @Test
    void graphIsLookedForOnceAndAgainWhenItsSeriesAreGone() {
        try (var server = FakePrometheus.answering(HEALTHY::answer);
                var traffic = traffic(server, TrafficMetrics.FRONTEND, END)) {
            assertThat(requests(traffic, WINDOW).value()).hasValue(120);
            assertThat(requests(traffic, WINDOW).value()).hasValue(120);
            assertThat(surveys(server)).isEqualTo(1);

            server.answer(q -> Reply.vector(""));
            assertThat(requests(traffic, WINDOW)).isInstanceOf(Reading.Unknown.class);
            server.answer(HEALTHY::answer);
            assertThat(requests(traffic, WINDOW).value()).hasValue(120);
            assertThat(surveys(server)).isEqualTo(2);
        }
    }

    private static long surveys(FakePrometheus server) {
        return server.questions().stream()
                .filter(q -> q.query().startsWith("count by (__name__, model"))
                .count();
    }

    @Test
    void windowsAreEvaluatedAtTheirEndsHoweverLateOneAsks() {
        try (var server = FakePrometheus.answering(HEALTHY::answer);
                var traffic = traffic(server, TrafficMetrics.FRONTEND, END.plusSeconds(40))) {
            requests(traffic, WINDOW);

            assertThat(server.questions())
                    .filteredOn(q -> !q.query().equals(TrafficQueries.CLOCK))
                    .allMatch(q -> "1767226200.000".equals(q.form().get("time")));
        }
    }

    @Test
    void longHistoryIsReadInPartsThatTheServerAnswers() {
        var span = new WindowSpan(END.minusSeconds(25_000), Duration.ofSeconds(1), 25_000);
        try (var server = FakePrometheus.answering(TrafficReadTest::labelled);
                var traffic = traffic(server, TrafficMetrics.ROUTER, END)) {
            List<TrafficWindow> windows =
                    traffic.read(List.of(graph(0)), span).getOrDefault(graph(0).graph(), List.of());

            assertThat(windows).hasSize(25_000);
            assertThat(windows.get(24_999).end()).isEqualTo(END);
            assertThat(windows).map(TrafficWindow::start).isSorted();
            assertThat(server.questions()).hasSize(3 * 9);
        }
    }

    @Test
    void serverThatComesBackIsReadAgainWithoutARestart() {
        try (var server = FakePrometheus.answering(q -> Reply.status(503, "starting"));
                var traffic = traffic(server, TrafficMetrics.FRONTEND, END)) {
            assertThat(requests(traffic, WINDOW)).isInstanceOf(Reading.Unknown.class);
            assertThat(traffic.probe(HealthyServer.graph(), END))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.code()).isEqualTo("prometheus-unreachable");
                        assertThat(finding.blocks()).isTrue();
                        assertThat(finding.line()).contains(server.url().toString(), "503", "starting");
                    });

            server.answer(HEALTHY::answer);
            assertThat(requests(traffic, WINDOW).value()).hasValue(120);
            assertThat(traffic.probe(HealthyServer.graph(), END)).noneMatch(Finding::blocks);
        }
    }

    @Test
    void clocksThatDifferAreNoticed() {
        try (var server = FakePrometheus.answering(HEALTHY.with("clock", HealthyServer.seconds(END, -3600))::answer)) {
            try (var traffic = traffic(server, TrafficMetrics.FRONTEND, END)) {
                assertThat(requests(traffic, WINDOW))
                        .isInstanceOfSatisfying(
                                Reading.Unknown.class,
                                unknown -> assertThat(unknown.detail()).contains("3600 s in the future"));
                assertThat(traffic.noticed(HealthyServer.graph().graph()))
                        .extracting(Finding::line)
                        .singleElement()
                        .asString()
                        .contains("3600 s behind", "NTP");
                assertThat(traffic.probe(HealthyServer.graph(), END))
                        .extracting(Finding::code)
                        .containsExactly("prometheus-clock-skew", "traffic-found");
            }
            server.answer(HEALTHY.with("clock", HealthyServer.seconds(END, 3))::answer);
            try (var traffic = traffic(server, TrafficMetrics.FRONTEND, END)) {
                requests(traffic, WINDOW);
                assertThat(traffic.noticed(HealthyServer.graph().graph())).isEmpty();
            }
        }
    }

    @Test
    void closedSourceAnswersUnknown() {
        try (var server = FakePrometheus.answering(HEALTHY::answer)) {
            var traffic = traffic(server, TrafficMetrics.FRONTEND, END);
            traffic.close();

            assertThat(requests(traffic, WINDOW)).isInstanceOf(Reading.Unknown.class);
            assertThat(server.questions()).isEmpty();
        }
    }

    @Test
    void nobodyAskedForNothingIsAsked() {
        try (var server = FakePrometheus.answering(HEALTHY::answer);
                var traffic = traffic(server, TrafficMetrics.FRONTEND, END)) {
            assertThat(traffic.read(List.of(), WINDOW)).isEmpty();
            assertThat(server.questions()).isEmpty();
        }
    }

    @Test
    void staleLimitGrowsWithTheScrapeInterval() {
        HealthyServer minutes = HEALTHY.with("newest", HealthyServer.seconds(END, -100));
        try (var server = FakePrometheus.answering(minutes::answer);
                var traffic = traffic(server, TrafficMetrics.FRONTEND, END)) {
            assertThat(requests(traffic, WINDOW))
                    .isInstanceOfSatisfying(
                            Reading.Unknown.class, u -> assertThat(u.why()).isEqualTo(Reading.Cause.STALE));

            server.answer(minutes.with("interval", "60")::answer);
            assertThat(requests(traffic, WINDOW).value().orElse(0)).isCloseTo(120, within(1e-9));
        }
    }
}
