package io.dynamoplanner.metrics.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a scrape looks like as a whole. */
class ExpositionTest {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final List<String> SUFFIXES = List.of("_bucket", "_count", "_sum");

    private final Scrape scrape = ScriptedRun.scrape();

    /** The documentation is the list of what there is: names, types, labels and meaning. */
    @Test
    void everyMetricIsDocumentedAsItIs() throws IOException {
        List<String> documented;
        try (Stream<String> lines = Files.lines(PAGE)) {
            documented = lines.filter(line -> line.startsWith("| `dynamo_planner_") || line.startsWith("| `planner:"))
                    .sorted()
                    .toList();
        }

        assertThat(documented).containsExactlyElementsOf(rows());
    }

    private List<String> rows() {
        var labels = new TreeMap<String, TreeSet<String>>();
        for (Scrape.Series series : scrape.series()) {
            String family = family(series.name());
            if (family.startsWith("dynamo_planner_") || family.startsWith("planner:")) {
                labels.computeIfAbsent(family, name -> new TreeSet<>())
                        .addAll(series.labels().keySet());
            }
        }
        var rows = new ArrayList<String>();
        labels.forEach((name, names) -> {
            names.remove("le");
            rows.add("| `" + name + "` | " + scrape.type().get(name) + " | " + String.join(", ", names) + " | "
                    + scrape.help().get(name) + " |");
        });
        rows.sort(null);
        return rows;
    }

    @Test
    void everySeriesBelongsToAFamilyWithHelpAndType() {
        assertThat(scrape.series()).allSatisfy(series -> {
            String family = family(series.name());
            assertThat(scrape.help()).containsKey(family);
            assertThat(scrape.help().get(family)).isNotBlank();
            assertThat(scrape.type()).containsKey(family);
        });
    }

    @Test
    void namesAreThoseThatPrometheusAccepts() {
        assertThat(scrape.names()).allMatch(name -> name.matches("[a-zA-Z_:][a-zA-Z0-9_:]*"));
        scrape.type()
                .forEach((name, type) ->
                        assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter")));
        assertThat(scrape.names()).filteredOn(name -> name.contains(":")).allMatch(name -> name.startsWith("planner:"));
    }

    @Test
    void noSeriesIsThereTwice() {
        assertThat(scrape.series().stream().map(series -> series.name() + series.labels()))
                .doesNotHaveDuplicates();
    }

    @Test
    void theProcessTellsItsMemoryAndProcessorTimeUnderTheUsualNames() {
        assertThat(scrape.names())
                .contains("process_cpu_seconds_total", "process_start_time_seconds", "jvm_memory_used_bytes");
    }

    private String family(String series) {
        for (String suffix : SUFFIXES) {
            String base = series.endsWith(suffix) ? series.substring(0, series.length() - suffix.length()) : series;
            if (!base.equals(series) && scrape.type().containsKey(base)) {
                return base;
            }
        }
        return series;
    }
}
