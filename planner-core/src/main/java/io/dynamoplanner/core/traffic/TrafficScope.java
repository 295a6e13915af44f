package io.dynamoplanner.core.traffic;

import io.dynamoplanner.core.graph.GraphId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What tells the traffic of one graph from that of others in a store of metrics, and what its latencies are measured by.
 *
 * @param graph whose traffic
 * @param dynamoNamespace Dynamo namespace that its frontends serve
 * @param runtimeNamespaces namespaces that its workers are registered in, the one in force first; may be empty
 * @param model name of the model, in the spelling of the deployment; empty if not known yet
 * @param disaggregated whether a request passes a prefill engine and then a decode engine
 * @param decodeEndpoint where decode or aggregated engines are registered; empty if not known
 * @param targets within which shares of its requests and tokens are read; empty if nobody wants to know them
 */
public record TrafficScope(
        GraphId graph,
        String dynamoNamespace,
        List<String> runtimeNamespaces,
        Optional<String> model,
        boolean disaggregated,
        Optional<Endpoint> decodeEndpoint,
        Optional<LatencyTargets> targets) {
    public TrafficScope {
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(dynamoNamespace, "dynamoNamespace");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(decodeEndpoint, "decodeEndpoint");
        Objects.requireNonNull(targets, "targets");
        runtimeNamespaces = List.copyOf(runtimeNamespaces);
    }

    /** A scope without targets. */
    public TrafficScope(
            GraphId graph,
            String dynamoNamespace,
            List<String> runtimeNamespaces,
            Optional<String> model,
            boolean disaggregated,
            Optional<Endpoint> decodeEndpoint) {
        this(graph, dynamoNamespace, runtimeNamespaces, model, disaggregated, decodeEndpoint, Optional.empty());
    }

    /** The same graph, measured by these targets. */
    public TrafficScope aimingAt(LatencyTargets other) {
        return new TrafficScope(
                graph, dynamoNamespace, runtimeNamespaces, model, disaggregated, decodeEndpoint, Optional.of(other));
    }

    /**
     * Where engines are registered.
     *
     * @param backend inference engine: {@code vllm}, {@code sglang}, {@code trtllm}, {@code mocker}
     * @param component name of the component in the runtime, {@code backend} for instance
     * @param endpoint name of the endpoint, {@code generate} for instance
     */
    public record Endpoint(String backend, String component, String endpoint) {}
}
