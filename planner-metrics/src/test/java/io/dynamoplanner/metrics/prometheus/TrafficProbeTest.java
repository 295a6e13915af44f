package io.dynamoplanner.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.finding.Finding.Severity;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficScope;
import io.dynamoplanner.core.traffic.WindowSpan;
import io.dynamoplanner.testing.prometheus.OpenMetricsText;
import io.dynamoplanner.testing.prometheus.PrometheusServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is found out about a real Prometheus server, and by which labels graphs are known. */
class TrafficProbeTest {
    private static final Duration SCRAPE = Duration.ofSeconds(15);
    private static final String NAMESPACE = "prod-foo";

    /** The last scrape. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private static TrafficScope scope(String name) {
        return new TrafficScope(
                new GraphId("prod", name), "prod-" + name, List.of(), Optional.of("tiny"), false, Optional.empty());
    }

    private static TrafficScope disaggregated(String name) {
        return new TrafficScope(
                new GraphId("prod", name), "prod-" + name, List.of(), Optional.of("tiny"), true, Optional.empty());
    }

    /** A frontend that admits some requests in every minute, with the given labels on its target. */
    private void frontend(OpenMetricsText text, int perMinute, Map<String, String> target) {
        counter(text, "dynamo_frontend_requests_started_total", perMinute, with(target, Map.of("model", "tiny")));
        counter(text, "dynamo_frontend_disconnected_clients", 0, target);
        series(text, "up", target, 1, 0);
    }

    private void counter(OpenMetricsText text, String name, int perMinute, Map<String, String> labels) {
        series(text, name, labels, 100, perMinute / 4.0);
    }

    private void series(OpenMetricsText text, String name, Map<String, String> labels, double first, double each) {
        double[] values = new double[21];
        for (int i = 0; i < values.length; i++) {
            values[i] = first + each * i;
        }
        text.series(name, labels, now.minus(SCRAPE.multipliedBy(20)), SCRAPE, values);
    }

    private static Map<String, String> with(Map<String, String> labels, Map<String, String> more) {
        var all = new HashMap<>(labels);
        all.putAll(more);
        return all;
    }

    private static Map<String, String> target(String instance, String... labels) {
        var all = new HashMap<>(Map.of("instance", instance, "job", "frontends"));
        for (int i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        return all;
    }

    private void on(Consumer<OpenMetricsText> collected, TrafficMetrics metrics, Consumer<PrometheusTraffic> then) {
        var text = new OpenMetricsText();
        collected.accept(text);
        try (var server = PrometheusServer.start(text.toString());
                var traffic = traffic(URI.create(server.url()), TrafficSettings.of(metrics))) {
            then.accept(traffic);
        }
    }

    private static PrometheusTraffic traffic(URI url, TrafficSettings settings) {
        return new PrometheusTraffic(
                new PrometheusClient(PrometheusEndpoint.of(url)), settings, InstantSource.system());
    }

    private List<Finding> probe(PrometheusTraffic traffic, TrafficScope scope) {
        return traffic.probe(scope, Instant.now());
    }

    private double requests(PrometheusTraffic traffic, TrafficScope scope) {
        Reading reading = traffic.read(List.of(scope), new WindowSpan(now.minusSeconds(60), Duration.ofMinutes(1), 1))
                .getOrDefault(scope.graph(), List.of())
                .get(0)
                .get(Signal.REQUESTS);
        assertThat(reading.isKnown()).as(reading.toString()).isTrue();
        return reading.value().orElseThrow();
    }

    private static void assertBlocks(List<Finding> findings, String code, String... words) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.severity()).isEqualTo(Severity.BLOCKING);
            assertThat(List.of(words)).allMatch(finding.line()::contains);
            assertThat(finding.remedy()).isNotEmpty();
        });
    }

    @Test
    void graphIsKnownByTheLabelOfTheScrapeConfiguration() {
        on(
                text -> frontend(text, 60, target("1:8000", "dynamo_namespace", NAMESPACE)),
                TrafficMetrics.FRONTEND,
                traffic -> assertThat(probe(traffic, scope("foo")))
                        .extracting(Finding::code)
                        .containsExactly("traffic-found"));
    }

    /** One server, every way at once, and for each a neighbour whose name begins the same. */
    @Test
    void withoutTheLabelGraphsAreKnownByOthersAndNeighboursAreNotTaken() {
        on(
                text -> {
                    frontend(text, 4, target("1", "namespace", "prod", "pod", "deploy-frontend-6d5f9c7b8-x2x4z"));
                    frontend(text, 8, target("2", "namespace", "prod", "pod", "deploy-b-frontend-6d5f9c7b8-x2x4z"));
                    frontend(text, 12, target("3", "namespace", "other", "pod", "deploy-frontend-6d5f9c7b8-x2x4z"));
                    frontend(text, 16, target("4", "namespace", "prod", "pod", "grove-0-frontend-x2x4z"));
                    frontend(text, 20, target("5", "namespace", "prod", "pod", "grove-frontend-0-frontend-x2x4z"));
                    frontend(text, 24, target("6", "namespace", "prod", "service", "svc-frontend"));
                    frontend(text, 28, target("7", "namespace", "prod", "service", "svc-b-frontend"));
                    frontend(text, 32, target("8", "job", "static-frontend"));
                    frontend(text, 36, target("9", "nvidia_com_dynamo_namespace", "prod-copied"));
                    frontend(
                            text,
                            40,
                            target("10", "namespace", "prod", "nvidia_com_dynamo_graph_deployment_name", "named"));
                },
                TrafficMetrics.FRONTEND,
                traffic -> {
                    Map<String, Integer> expected = Map.of(
                            "deploy",
                            4,
                            "deploy-b",
                            8,
                            "grove",
                            16,
                            "svc",
                            24,
                            "static",
                            32,
                            "copied",
                            36,
                            "named",
                            40);
                    expected.forEach((name, perMinute) -> {
                        assertThat(requests(traffic, scope(name))).as(name).isCloseTo(perMinute, within(1e-6));
                        assertThat(traffic.noticed(scope(name).graph()))
                                .extracting(Finding::code)
                                .containsExactly("traffic-no-namespace-label");
                    });
                    assertThat(probe(traffic, scope("deploy")))
                            .extracting(Finding::severity)
                            .containsExactly(Severity.WARNING, Severity.OK);
                    assertBlocks(probe(traffic, scope("depl")), "traffic-no-namespace-label", "dynamo_namespace");
                });
    }

    @Test
    void seriesWithoutAnyMarkAreTakenIfThereIsOneNamespaceOnly() {
        on(
                text -> {
                    frontend(text, 60, target("1"));
                    counter(text, "dynamo_component_requests_total", 9, Map.of("dynamo_namespace", "prod_foo"));
                },
                TrafficMetrics.FRONTEND,
                traffic -> {
                    assertThat(requests(traffic, scope("foo"))).isCloseTo(60, within(1e-6));
                    assertThat(probe(traffic, scope("foo")).get(0).line()).contains("no other namespace is seen");
                    assertBlocks(probe(traffic, scope("foo-bar")), "traffic-no-namespace-label", "nothing else says");
                });
        on(
                text -> {
                    frontend(text, 60, target("1"));
                    counter(text, "dynamo_component_requests_total", 9, Map.of("dynamo_namespace", "prod_foo"));
                    counter(text, "dynamo_component_requests_total", 9, Map.of("dynamo_namespace", "prod_foo_bar"));
                },
                TrafficMetrics.FRONTEND,
                traffic -> assertBlocks(probe(traffic, scope("foo")), "traffic-no-namespace-label", "relabel"));
    }

    @Test
    void twoGraphsCannotBothHaveTheSeriesWithoutAnyMark() {
        on(text -> frontend(text, 60, target("1")), TrafficMetrics.FRONTEND, traffic -> {
            Map<GraphId, List<Finding>> findings = traffic.probe(List.of(scope("foo"), scope("bar")), Instant.now());

            assertThat(findings.values())
                    .allSatisfy(of -> assertBlocks(of, "traffic-no-namespace-label", "nothing else says"));
        });
    }

    @Test
    void anotherLabelMayBeConfigured() {
        var text = new OpenMetricsText();
        frontend(text, 60, target("1", "graph_ns", NAMESPACE));
        var settings =
                new TrafficSettings(TrafficMetrics.FRONTEND, "graph_ns", Duration.ofSeconds(60), Duration.ofSeconds(5));
        try (var server = PrometheusServer.start(text.toString());
                var traffic = traffic(URI.create(server.url()), settings)) {
            assertThat(requests(traffic, scope("foo"))).isCloseTo(60, within(1e-6));
            assertBlocks(probe(traffic, scope("bar")), "traffic-wrong-namespace", "graph_ns=\"prod-bar\"", NAMESPACE);
        }
    }

    @Test
    void emptyServerSaysThatNothingIsScraped() {
        on(text -> {}, TrafficMetrics.FRONTEND, traffic -> {
            assertBlocks(probe(traffic, scope("foo")), "traffic-no-series", "PodMonitor");
        });
        on(text -> {}, TrafficMetrics.ROUTER, traffic -> {
            assertBlocks(probe(traffic, scope("foo")), "traffic-router-no-series", "prod-foo");
        });
    }

    @Test
    void namespacesAndModelsThatAreThereAreNamed() {
        on(text -> frontend(text, 60, target("1", "dynamo_namespace", NAMESPACE)), TrafficMetrics.FRONTEND, traffic -> {
            assertBlocks(probe(traffic, scope("fooo")), "traffic-wrong-namespace", "prod-fooo", NAMESPACE);
            var other = new TrafficScope(
                    new GraphId("prod", "foo"), NAMESPACE, List.of(), Optional.of("huge"), false, Optional.empty());
            assertBlocks(probe(traffic, other), "traffic-wrong-model", "huge", "tiny");
        });
    }

    @Test
    void whatNeedNotBlockIsSaidAllTheSame() {
        on(
                text -> {
                    Map<String, String> fresh = target("1", "dynamo_namespace", "prod-fresh");
                    series(text, "dynamo_frontend_disconnected_clients", fresh, 0, 0);
                    Map<String, String> old = target("2", "dynamo_namespace", "prod-old", "model", "tiny");
                    counter(text, "dynamo_frontend_requests_total", 5, old);
                    frontend(text, 5, target("3", "dynamo_namespace", "prod-twice"));
                    frontend(text, 5, target("3", "dynamo_namespace", "prod-twice", "job", "again"));
                    frontend(text, 5, target("4", "dynamo_namespace", "prod-half"));
                    frontend(text, 5, target("5", "namespace", "prod", "pod", "half-frontend-6d5f9c7b8-x2x4z"));
                },
                TrafficMetrics.FRONTEND,
                traffic -> {
                    Map<String, String> codes = Map.of(
                            "fresh", "traffic-no-requests-yet",
                            "old", "traffic-completed-only",
                            "twice", "traffic-scraped-twice",
                            "half", "traffic-some-unlabelled");
                    codes.forEach((name, code) -> assertThat(probe(traffic, scope(name)))
                            .extracting(Finding::code)
                            .containsExactly(code, "traffic-found"));
                });
    }

    @Test
    void routerHasToTellPhasesOfADisaggregatedGraphApart() {
        String started = "dynamo_component_router_requests_started_total";
        String lengths = "dynamo_component_router_input_sequence_tokens_count";
        on(
                text -> {
                    counter(text, started, 9, Map.of("dynamo_namespace", "prod_foo"));
                    counter(text, started, 9, Map.of("dynamo_namespace", "prod_bar"));
                    counter(text, lengths, 9, Map.of("dynamo_namespace", "prod_bar", "phase", "decode"));
                },
                TrafficMetrics.ROUTER,
                traffic -> {
                    assertBlocks(probe(traffic, disaggregated("foo")), "traffic-router-no-phase", "twice");
                    assertThat(probe(traffic, scope("foo")))
                            .extracting(Finding::code)
                            .containsExactly("traffic-found");
                    assertThat(probe(traffic, disaggregated("bar")))
                            .extracting(Finding::code)
                            .containsExactly("traffic-router-latency", "traffic-found");
                    assertThat(requests(traffic, scope("foo"))).isCloseTo(9, within(1e-6));
                    assertThat(requests(traffic, disaggregated("bar"))).isCloseTo(9, within(1e-6));
                });
    }
}
