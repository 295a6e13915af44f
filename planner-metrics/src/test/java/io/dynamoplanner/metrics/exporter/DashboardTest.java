package io.dynamoplanner.metrics.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dynamoplanner.testing.process.Program;
import io.dynamoplanner.testing.prometheus.PrometheusPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every query of the dashboard finds what it asks for in a run in which everything happens. */
class DashboardTest {
    private static final Path GRAFANA = Path.of("..", "deploy", "grafana");
    /** Labels that scraping adds. */
    private static final Set<String> OF_THE_TARGET =
            Set.of("namespace", "pod", "job", "instance", "container", "endpoint");

    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

    private final Scrape scrape = ScriptedRun.scrape();
    private final JsonNode dashboard = dashboard();

    private record Query(String panel, String expression, String legend) {}

    @Test
    void everyQueryFindsSeriesAndLabels() {
        assertThat(queries()).hasSizeGreaterThan(50).allSatisfy(query -> {
            Promql asked = Promql.of(query.expression);
            assertThat(asked.selectors()).as(query.panel).isNotEmpty();
            assertThat(asked.selectors()).allSatisfy(selector -> finds(selector, query));
            Set<String> labels = labels(asked);
            assertThat(labels).as(query.expression).containsAll(asked.grouping());
            assertThat(labels).as(query.legend).containsAll(legendLabels(query.legend));
        });
    }

    private void finds(Promql.Selector selector, Query query) {
        assertThat(scrape.names()).as(query.expression).contains(selector.metric());
        for (Promql.LabelMatcher matcher : selector.matchers()) {
            assertThat(labels(selector.metric())).as(query.expression).contains(matcher.label());
            if (matcher.operator().startsWith("=") && !matcher.value().contains("$")) {
                assertThat(matcher.value().split("\\|", -1))
                        .as("one of them in " + query.expression)
                        .anySatisfy(value -> assertThat(scrape.find(selector.metric(), matcher.label(), value))
                                .isNotEmpty());
            }
        }
    }

    private Set<String> labels(Promql asked) {
        var labels = new HashSet<String>();
        asked.selectors().forEach(selector -> labels.addAll(labels(selector.metric())));
        return labels;
    }

    private Set<String> labels(String metric) {
        var labels = new HashSet<>(scrape.labels(metric));
        labels.addAll(OF_THE_TARGET);
        return labels;
    }

    private static Set<String> legendLabels(String legend) {
        var labels = new HashSet<String>();
        Matcher label = LEGEND_LABEL.matcher(legend);
        while (label.find()) {
            labels.add(label.group(1));
        }
        return labels;
    }

    @Test
    void everyMetricOfOursIsShown() {
        Set<String> shown = new TreeSet<>();
        queries()
                .forEach(query -> Promql.of(query.expression)
                        .selectors()
                        .forEach(selector -> shown.add(selector.metric().replaceFirst("_bucket$", ""))));
        Set<String> graphMetrics = new TreeSet<>();
        Stream.of(FleetFamilies.ALL, TrafficFamilies.ALL, DecisionFamilies.ALL)
                .flatMap(List::stream)
                .forEach(family -> graphMetrics.add(family.name()));
        // facts for tables and joins, with nothing to draw
        graphMetrics.removeAll(List.of(
                "dynamo_planner_gpus_per_replica",
                "dynamo_planner_forecast_basis",
                "dynamo_planner_forecast_predictor",
                "dynamo_planner_last_tick_timestamp_seconds"));

        assertThat(shown).containsAll(graphMetrics);
    }

    /** What Dynamo's own dashboard shows, in its order. */
    @Test
    void thePanelsOfTheReferenceDashboardHaveTheirCounterparts() {
        assertThat(titles())
                .containsSubsequence(
                        "Replicas and GPUs",
                        "Prefill replicas",
                        "Decode replicas",
                        "GPU hours",
                        "Desired and actual replicas",
                        "Observed",
                        "Time to first token",
                        "Inter-token latency",
                        "Request rate and duration",
                        "Sequence lengths",
                        "Predicted",
                        "Forecast and actual request rate",
                        "Predicted sequence lengths",
                        "Replica counts decided on");
    }

    @Test
    void panelsHaveTheirOwnIdAndDoNotOverlap() {
        var ids = new HashSet<Integer>();
        var cells = new HashSet<List<Integer>>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            JsonNode at = panel.get("gridPos");
            for (int x = 0; x < at.get("w").asInt(); x++) {
                for (int y = 0; y < at.get("h").asInt(); y++) {
                    var cell = List.of(at.get("x").asInt() + x, at.get("y").asInt() + y);
                    assertThat(cells.add(cell))
                            .as(panel.get("title") + " at " + cell)
                            .isTrue();
                    assertThat(cell.get(0)).isLessThan(24);
                }
            }
        }
    }

    @Test
    void theConfigMapHoldsTheDashboardAndIsFoundByGrafana() throws IOException {
        JsonNode map = new YAMLMapper()
                .readTree(GRAFANA.resolve("planner-dashboard-configmap.yaml").toFile());

        assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(new ObjectMapper()
                        .readTree(map.get("data").get("planner-dashboard.json").asText()))
                .isEqualTo(dashboard);
    }

    @Test
    void prometheusUnderstandsEveryQuery(@TempDir Path folder) throws IOException {
        var rules = new ArrayList<Map<String, String>>();
        for (Query query : queries()) {
            String expression = query.expression
                    .replace("$__rate_interval", "1m")
                    .replace("$__range", "30m")
                    .replaceAll("\\$\\w+", "x");
            rules.add(Map.of("record", "panel:" + rules.size(), "expr", expression));
        }
        Object file = Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)));
        Files.writeString(folder.resolve("rules.yaml"), new ObjectMapper().writeValueAsString(file));

        Program.run(folder, List.of(PrometheusPrograms.find().promtool(), "check", "rules", "rules.yaml"))
                .orThrow("promtool check rules");
    }

    private List<String> titles() {
        var titles = new LinkedHashSet<String>();
        dashboard.get("panels").forEach(panel -> titles.add(panel.get("title").asText()));
        return List.copyOf(titles);
    }

    private List<Query> queries() {
        var queries = new ArrayList<Query>();
        for (JsonNode panel : dashboard.get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(new Query(
                        panel.get("title").asText(),
                        target.get("expr").asText(),
                        target.get("legendFormat").asText()));
            }
        }
        return queries;
    }

    private static JsonNode dashboard() {
        try {
            return new ObjectMapper()
                    .readTree(GRAFANA.resolve("planner-dashboard.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
