package io.dynamoplanner.core.sizing;

import java.util.List;

/** The answer to "how many replicas of this role does this demand need?". */
public sealed interface Sizing {

    /** How the answer came about, line by line, for people. Rendered only when asked for. */
    List<String> derivation();

    /** Replicas for a caller who takes the best effort where a target is infeasible; 0 where there is no count. */
    default int bestEffortReplicas() {
        if (this instanceof Sized sized) {
            return sized.replicas();
        }
        return this instanceof Infeasible infeasible ? infeasible.bestEffort() : 0;
    }

    /**
     * Demand and model give a count.
     *
     * @param replicas whole replicas, before floors and limits
     * @param exact the same before rounding up; what the role is short of when it gets less
     */
    record Sized(int replicas, double exact, Derivation how) implements Sizing {
        @Override
        public List<String> derivation() {
            return how.lines();
        }
    }

    /**
     * No operating point of the engine meets the target, whatever the count of replicas.
     *
     * @param why which target, and the closest the engine gets
     * @param bestEffort replicas that serve the demand with the target stretched to what the engine can do; to be used
     *     or not by policy
     * @param exact the same before rounding up
     */
    record Infeasible(String why, int bestEffort, double exact, Derivation how) implements Sizing {
        @Override
        public List<String> derivation() {
            return how.lines();
        }
    }

    /** No count can be given: no model, or numbers that are not finite. */
    record NotReady(String why) implements Sizing {
        @Override
        public List<String> derivation() {
            return List.of(why);
        }
    }

    /** The numbers behind a count, kept as they are until somebody wants to read them. */
    @FunctionalInterface
    interface Derivation {
        List<String> lines();
    }
}
