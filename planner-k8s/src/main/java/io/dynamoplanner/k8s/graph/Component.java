package io.dynamoplanner.k8s.graph;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One component of a graph as specified; the same for both versions of the API.
 *
 * @param name as spelled in the graph; replicas are addressed by it
 * @param type {@code frontend}, {@code worker}, {@code prefill}, {@code decode}, {@code planner}, {@code epp} or whatever
 *     else stands there, in lower case; empty if untyped
 * @param replicas replicas asked for; 1 if none are given, as the operator reads it
 * @param replicasGiven whether the field is there
 * @param adapterOwned whether a scaling adapter owns the replicas
 * @param minAvailable least replicas that admission accepts, zero aside
 * @param nodes pods of one replica
 * @param gpusPerPod GPUs that the container of the engine asks for; empty if it does not say
 * @param model model that the arguments or the model reference name; empty if they do not
 * @param endpoint {@code namespace.component.endpoint} of the arguments, without scheme; empty if not given
 * @param globalNamespace whether it lives in the Dynamo namespace that all graphs share
 * @param sidePods whether pods that are no replicas may carry its name: those of a GPU memory service, of failover, of
 *     checkpoints
 */
public record Component(
        String name,
        String type,
        int replicas,
        boolean replicasGiven,
        boolean adapterOwned,
        OptionalInt minAvailable,
        int nodes,
        OptionalInt gpusPerPod,
        Optional<String> model,
        Optional<String> endpoint,
        boolean globalNamespace,
        boolean sidePods) {
    private static final List<String> WORKERS = List.of("worker", "prefill", "decode");

    public Component {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        if (nodes < 1) {
            throw new IllegalArgumentException("a replica has at least one pod, not " + nodes);
        }
    }

    /** Whether it is an engine: what a planner may scale. */
    public boolean isWorker() {
        return WORKERS.contains(type.isEmpty() ? name : type);
    }
}
