package io.dynamoplanner.k8s.graph;

/**
 * A scaling adapter: the scale target of one component. Its status repeats its specification and is no observation.
 *
 * @param name of the object
 * @param graph name of the graph that it refers to
 * @param component name of the component that it refers to
 * @param replicas replicas asked for
 * @param deleting whether it is about to go
 */
public record Adapter(
        String name, String graph, String component, int replicas, String resourceVersion, boolean deleting) {}
