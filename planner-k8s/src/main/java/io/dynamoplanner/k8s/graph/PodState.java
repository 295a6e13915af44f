package io.dynamoplanner.k8s.graph;

/**
 * A pod of a graph.
 *
 * @param component name of the component that it belongs to, in its original case
 * @param phase {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code Unknown}
 * @param terminating whether it is being deleted
 * @param workerHash generation of the worker; empty if not labelled
 * @param unschedulable whether the scheduler has looked for a node and found none
 */
public record PodState(
        String name,
        String component,
        String phase,
        boolean ready,
        boolean terminating,
        String workerHash,
        boolean unschedulable) {

    /** Whether it is there no longer, as far as GPUs are concerned. */
    public boolean isFinished() {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }
}
