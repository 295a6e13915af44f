package io.dynamoplanner.metrics.exporter;

import io.dynamoplanner.core.graph.GraphId;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The labels that say which graph a series is about. The namespace is not called {@code namespace}, because scraping sets
 * that label to the namespace of the planner's own pod.
 */
final class GraphLabels {
    static final String DGD = "dgd";
    static final String NAMESPACE = "k8s_namespace";

    private GraphLabels() {}

    static Labels of(GraphId graph) {
        return Labels.of(DGD, graph.name(), NAMESPACE, graph.namespace());
    }
}
