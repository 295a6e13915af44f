package io.dynamoplanner.k8s.graph;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a role's state was concluded from.
 *
 * @param generation of the graph
 * @param observedGeneration generation that the operator's report is about; empty if it does not say
 * @param desired replicas asked for: by the adapter if one owns them, or else by the graph
 * @param specified replicas that the graph asks for; they follow those of the adapter
 * @param reported counts as the operator gives them; empty if it does not report the component
 * @param pods pods in place, without those that terminate
 * @param terminating replicas whose pods terminate
 * @param waiting replicas that have no node
 * @param unsettledSince when the present change began; empty if none is under way
 * @param progressAt when it last came nearer to its end
 * @param lastSettled count at which the role was last settled: a size that is known to be good
 * @param why why the role is not settled; empty if it is
 */
public record RoleEvidence(
        String component,
        long generation,
        OptionalLong observedGeneration,
        int desired,
        int specified,
        Optional<Reported> reported,
        int pods,
        int terminating,
        int waiting,
        Optional<Instant> unsettledSince,
        Optional<Instant> progressAt,
        OptionalInt lastSettled,
        String why) {
    public RoleEvidence {
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(why, "why");
    }

    /**
     * Counts of replicas.
     *
     * @param serving those that are available, or else ready
     */
    public record Reported(OptionalInt replicas, OptionalInt updated, int serving, OptionalInt scheduled) {}
}
