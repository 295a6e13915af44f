package io.dynamoplanner.k8s.event;

import io.dynamoplanner.k8s.graph.Graph;

/** The object that an Event is about. */
public record Subject(String apiVersion, String kind, String namespace, String name, String uid) {

    public static Subject of(Graph graph) {
        return new Subject(
                graph.api().apiVersion(),
                "DynamoGraphDeployment",
                graph.id().namespace(),
                graph.id().name(),
                graph.uid());
    }
}
