package io.dynamoplanner.k8s.reconcile;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.k8s.graph.AdapterReader;
import io.dynamoplanner.k8s.graph.CardReader;
import io.dynamoplanner.k8s.graph.Cards;
import io.dynamoplanner.k8s.graph.Graph;
import io.dynamoplanner.k8s.graph.GraphReader;
import io.dynamoplanner.k8s.graph.GraphSnapshot;
import io.dynamoplanner.k8s.graph.GraphSnapshot.Source;
import io.dynamoplanner.k8s.graph.ModelCard;
import io.dynamoplanner.k8s.graph.Parsed;
import io.dynamoplanner.k8s.graph.PodReader;
import io.dynamoplanner.k8s.resource.GraphDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Puts the snapshot of a graph together, from what the caches hold and from nothing else. */
final class SnapshotReader<P extends GraphDeployment> {
    private final GraphReader graphs;
    private final GraphParts<P> parts;

    SnapshotReader(GraphReader graphs, GraphParts<P> parts) {
        this.graphs = graphs;
        this.parts = parts;
    }

    /** The snapshot, and what in it did not read as it should. */
    Parsed<GraphSnapshot> read(P resource) {
        var findings = new ArrayList<Finding>();
        Graph graph = value(graphs.read(resource), findings);
        // Asked first: what is seen by now is in the lists that are read after it.
        Set<Source> unseen = parts.unseen();
        var adapters = parts.adapters(graph.id())
                .flatMap(adapter -> value(AdapterReader.read(adapter), findings).stream())
                .toList();
        var pods = parts.pods(graph.id()).map(PodReader::read).toList();
        return new Parsed<>(new GraphSnapshot(graph, adapters, pods, cards(graph, unseen, findings), unseen), findings);
    }

    private List<ModelCard> cards(Graph graph, Set<Source> unseen, List<Finding> findings) {
        if (!unseen.contains(Source.PODS)) {
            return parts.workersOnPods(graph.id())
                    .flatMap(worker -> value(CardReader.read(worker), findings).stream())
                    .toList();
        }
        // Cards of other graphs of the namespace are among these; that they make no sense is no matter of this one.
        var around = parts.workersAround(graph.id())
                .flatMap(worker -> CardReader.read(worker).value().stream())
                .toList();
        return Cards.ofGraph(graph, List.of(), around);
    }

    private static <T> T value(Parsed<T> parsed, List<Finding> findings) {
        findings.addAll(parsed.findings());
        return parsed.value();
    }
}
