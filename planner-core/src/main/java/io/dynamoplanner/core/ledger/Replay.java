package io.dynamoplanner.core.ledger;

import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Runs recorded ticks through a planning cycle again: the recorded one to verify, a changed one to ask "what if". */
public final class Replay {
    private Replay() {}

    /**
     * All that a tick got from outside: the rest of its state comes from the tick before.
     *
     * @param standing proposals of others that were known then
     * @param grant the GPUs that the graph might hold then
     */
    public record Step(Observation seen, Instant at, List<Proposal> standing, GpuGrant grant) {
        public Step {
            Objects.requireNonNull(seen, "seen");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(grant, "grant");
            standing = List.copyOf(standing);
        }

        public static Step of(LedgerEntry entry) {
            return new Step(
                    entry.seen(),
                    entry.at(),
                    entry.before().standing(),
                    entry.before().grant());
        }

        /** The state that the tick started from, given the one that the tick before it left. */
        public PlannerState before(PlannerState left) {
            return left.standing(standing).granted(grant);
        }
    }

    /** One tick again, from the state that the tick before it left. */
    public static Cycle tick(PlanningCycle cycle, PlannerState left, Step step) {
        return cycle.tick(step.before(left), step.seen(), step.at());
    }
}
