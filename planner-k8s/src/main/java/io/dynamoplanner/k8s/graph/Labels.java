package io.dynamoplanner.k8s.graph;

/** Labels and annotations by which the operator marks what belongs to a graph. */
public final class Labels {
    /** Label: name of the graph, never shortened. */
    public static final String GRAPH = "nvidia.com/dynamo-graph-deployment-name";
    /** Label: name of the component, in its original case. */
    public static final String COMPONENT = "nvidia.com/dynamo-component";
    /** Label: generation of the worker. */
    public static final String WORKER_HASH = "nvidia.com/dynamo-worker-hash";
    /** Annotation of a graph: generation of the workers in force. */
    public static final String CURRENT_WORKER_HASH = "nvidia.com/current-worker-hash";
    /** Annotation of a graph: the same, where the other is missing. */
    public static final String CURRENT_WORKER_HASH_V2 = "nvidia.com/current-worker-hash-v2";
    /** Annotation of a graph of the older version: what that version has no place for. */
    public static final String GRAPH_SPEC = "nvidia.com/dgd-spec";

    private Labels() {}
}
