package io.dynamoplanner.app.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.cycle.Cycle;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.ledger.Replay;
import io.dynamoplanner.data.ledger.LedgerJson;
import io.dynamoplanner.data.ledger.RecordedDecision;
import io.dynamoplanner.data.ledger.StateJson;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes recorded decisions again, in their order. The state comes from a checkpoint and goes on from decision to
 * decision; a later checkpoint is compared with it and then taken, so that one difference does not make all others.
 */
final class Rerun {
    private @Nullable RecordedPlanner planner;
    private @Nullable PlannerState left;
    private String lastId = "";

    /**
     * A decision made again.
     *
     * @param before the state that it was made from
     * @param difference what is not as it was recorded; empty if nothing
     */
    record Made(RecordedPlanner planner, PlannerState before, Cycle cycle, Optional<Difference> difference) {}

    /**
     * @param follows the decision that the ledger goes on from without a gap
     */
    void planner(RecordedPlanner next, Optional<String> follows) {
        planner = next;
        if (follows.isEmpty() || !follows.get().equals(lastId)) {
            left = null;
        }
    }

    /** The decision again; empty as long as there was no header or no checkpoint to start from. */
    Optional<Made> next(RecordedDecision decision) {
        lastId = decision.id();
        return planner == null ? Optional.empty() : next(decision, planner);
    }

    private Optional<Made> next(RecordedDecision decision, RecordedPlanner by) {
        Replay.Step step = by.step(decision);
        Optional<PlannerState> carried = Optional.ofNullable(left).map(step::before);
        Optional<PlannerState> before = decision.hasCheckpoint() ? Optional.of(by.checkpoint(decision)) : carried;
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Cycle cycle = by.cycle().tick(before.get(), step.seen(), step.at());
        left = landed(decision, before.get(), cycle.state());
        Optional<Difference> difference = carried.filter(state -> decision.hasCheckpoint())
                .flatMap(state -> Difference.between(
                        "checkpoint", decision.checkpoint(), LedgerJson.asRead(StateJson.write(state))))
                .or(() -> decided(decision.json(), cycle));
        return Optional.of(new Made(by, before.get(), cycle, difference));
    }

    /** The state after a decision, of which the part counts that reached the world. */
    private static PlannerState landed(RecordedDecision decision, PlannerState before, PlannerState after) {
        PlannerState state = after;
        for (RecordedDecision.Written written : decision.outcomes()) {
            if (!written.landed()) {
                state = state.unwritten(written.role(), before);
            }
        }
        return state;
    }

    /** Compares demand, decisions and effects, in this order. */
    private static Optional<Difference> decided(ObjectNode recorded, Cycle cycle) {
        JsonNode derived = LedgerJson.asRead(LedgerJson.derived(cycle.entry()));
        for (Map.Entry<String, JsonNode> field : derived.properties()) {
            JsonNode before = recorded.get(field.getKey());
            Optional<Difference> found =
                    before == null ? Optional.empty() : Difference.between(field.getKey(), before, field.getValue());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
