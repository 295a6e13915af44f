package io.dynamoplanner.k8s.graph;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is remembered of a role from one look to the next.
 *
 * @param component it was about; another component starts afresh
 * @param unsettled since when it has been changing; empty while it is settled
 * @param counts last counts seen, for the time in which there are none
 * @param width last width that the operator reported
 * @param lastSettled count at which it was last settled; empty if that has not been seen
 * @param waitingSince since when some of its replicas have had no node; empty while all have one
 */
public record RoleMemory(
        String component,
        Optional<Unsettled> unsettled,
        Optional<Counts> counts,
        Optional<GpuWidths.Reported> width,
        OptionalInt lastSettled,
        Optional<Instant> waitingSince) {

    /** Counts of replicas as reported. */
    public record Counts(int replicas, int serving) {}

    /**
     * A change that has not finished.
     *
     * @param since when it began
     * @param progressAt when it last came nearer to its end, or began
     * @param desired count that it leads to
     * @param gap how far it was from its end at its nearest
     */
    public record Unsettled(Instant since, Instant progressAt, int desired, long gap) {}
}
