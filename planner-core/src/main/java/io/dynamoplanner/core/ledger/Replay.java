package io.dynamoplanner.core.ledger;

import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs recorded observations through a planning cycle again: the recorded one to verify, a changed one to ask "what if". */
public final class Replay {
    private Replay() {}

    /**
     * One tick.
     *
     * @param seen what was observed
     * @param unwritten roles whose decision did not reach the world
     */
    public record Step(Observation seen, Instant at, List<Role> unwritten) {
        public Step {
            unwritten = List.copyOf(unwritten);
        }
    }

    /** The plans that the cycle makes, starting from a checkpoint. */
    public static List<Plan> run(PlanningCycle cycle, PlannerState checkpoint, List<Step> steps) {
        var plans = new ArrayList<Plan>(steps.size());
        PlannerState state = checkpoint;
        for (Step step : steps) {
            Cycle result = cycle.tick(state, step.seen(), step.at());
            plans.add(result.plan());
            PlannerState after = result.state();
            for (Role role : step.unwritten()) {
                after = after.unwritten(role, state);
            }
            state = after;
        }
        return plans;
    }
}
