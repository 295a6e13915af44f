package io.dynamoplanner.core.ledger;

import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.cycle.PlanningCycle;
import io.dynamoplanner.core.plan.Plan;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Runs recorded observations through a planning cycle again: the recorded one to verify, a changed one to ask "what if". */
public final class Replay {
    private Replay() {}

    /** What was seen at one tick. */
    public record Step(Observation seen, Instant at) {}

    /** The plans that the cycle makes, starting from a checkpoint. */
    public static List<Plan> run(PlanningCycle cycle, PlannerState checkpoint, List<Step> steps) {
        var plans = new ArrayList<Plan>(steps.size());
        PlannerState state = checkpoint;
        for (Step step : steps) {
            Cycle result = cycle.tick(state, step.seen(), step.at());
            plans.add(result.plan());
            state = result.state();
        }
        return plans;
    }
}
