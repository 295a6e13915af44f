package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.graph.GraphId;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Renders what is known about the graphs into metric families, at the moment of a scrape. So nothing has to be taken back
 * when a value becomes unknown or a graph goes.
 */
final class GraphCollector implements MultiCollector {
    private static final List<Family> OURS = Stream.of(FleetFamilies.ALL, TrafficFamilies.ALL, DecisionFamilies.ALL)
            .flatMap(List::stream)
            .toList();

    private final Optional<GraphId> only;
    private final Supplier<Seen> source;

    /** What is known at one moment, and the findings that belong to no graph. */
    record Seen(Map<GraphId, GraphSeries> graphs, List<Finding> ofProcess) {}

    /** @param only the one graph of this process; empty if it plans many */
    GraphCollector(Optional<GraphId> only, Supplier<Seen> source) {
        this.only = only;
        this.source = source;
    }

    @Override
    public MetricSnapshots collect() {
        Seen seen = source.get();
        var snapshots = MetricSnapshots.builder();
        for (Family family : OURS) {
            snapshots.metricSnapshot(family.snapshot(labelled(family, seen)));
        }
        for (Family family : ReferenceFamilies.ALL) {
            snapshots.metricSnapshot(family.snapshot(only.isPresent() ? plain(family, seen) : labelled(family, seen)));
        }
        Rows findings = labelled(FindingFamily.ALL, seen);
        findings.of(Labels.EMPTY);
        FindingFamily.count(seen.ofProcess, findings);
        snapshots.metricSnapshot(FindingFamily.ALL.snapshot(findings));
        return snapshots.build();
    }

    /** The series of every graph, told apart by its labels. */
    private static Rows labelled(Family family, Seen seen) {
        var rows = new Rows();
        seen.graphs.forEach((id, graph) -> {
            rows.of(GraphLabels.of(id));
            family.reader().read(graph, rows);
        });
        return rows;
    }

    /** The series of the one graph, as a planner with a single graph names them: without labels. */
    private Rows plain(Family family, Seen seen) {
        var rows = new Rows();
        GraphSeries graph = only.map(seen.graphs::get).orElse(GraphSeries.NOTHING);
        family.reader().read(graph, rows);
        return rows;
    }
}
