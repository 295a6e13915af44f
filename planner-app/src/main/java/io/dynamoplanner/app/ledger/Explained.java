package io.dynamoplanner.app.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.constraint.Binding;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.ledger.Replay;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.data.ledger.RecordedDecision;
import io.dynamoplanner.data.ledger.RecordedRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decision, and for each constraint that moved a count what the count would have been without it.
 *
 * <p>The answer comes from making the decision again with the constraint taken out and all others in force: another
 * constraint may hold the count as well, and GPUs that one role does not take may go to another.
 *
 * @param graph whose decision it is
 * @param grant the GPUs that the graph might hold; empty where that is not known
 * @param without for each role, what each step of its chain was worth, in the order of the chain; empty where the decision
 *     cannot be made again
 * @param why why there are no such counts; empty if there are
 */
record Explained(
        RecordedDecision decision, String graph, Optional<GpuGrant> grant, PerRole<List<Integer>> without, String why) {

    /** An explanation from what was recorded alone. */
    static Explained asRecorded(RecordedDecision decision, String graph, String why) {
        return new Explained(decision, graph, decision.grant(), PerRole.empty(), why);
    }

    /** An explanation of a decision that was made again. */
    static Explained of(RecordedDecision decision, String graph, Rerun.Made made) {
        return made.difference()
                .map(difference -> asRecorded(decision, graph, "this planner decides differently: " + difference))
                .orElseGet(() -> new Explained(
                        decision,
                        graph,
                        Optional.of(made.before().grant()),
                        decision.roles().map((role, was) -> without(decision, role, was, made)),
                        ""));
    }

    private static List<Integer> without(RecordedDecision decision, Role role, RecordedRole was, Rerun.Made made) {
        var counts = new ArrayList<Integer>();
        for (RecordedRole.Step step : was.chain()) {
            Replay.Step tick = made.planner().step(decision);
            counts.add(binding(step.binding())
                    .map(binding -> made.planner()
                            .cycleWithout(binding)
                            .tick(made.before(), tick.seen(), tick.at())
                            .plan()
                            .targets()
                            .get(role))
                    .orElse(step.before()));
        }
        return counts;
    }

    private static Optional<Binding> binding(String label) {
        return Arrays.stream(Binding.values())
                .filter(binding -> binding.label().equals(label))
                .findFirst();
    }

    /** The count without a step of a role's chain; empty if it is not known. */
    Optional<Integer> without(Role role, int step) {
        return without.find(role).map(counts -> counts.get(step));
    }

    /** The ledger line without its checkpoint, with {@code withoutIt} in each step of a chain where it is known. */
    ObjectNode toJson(Optional<Role> only) {
        ObjectNode node = decision.json().deepCopy();
        node.remove("checkpoint");
        JsonNode roles = node.path("roles");
        for (Map.Entry<String, JsonNode> entry : roles.properties()) {
            JsonNode chain = entry.getValue().path("chain");
            for (int i = 0; i < chain.size(); i++) {
                if (chain.get(i) instanceof ObjectNode step) {
                    without(new Role(entry.getKey()), i).ifPresent(count -> step.put("withoutIt", count));
                }
            }
        }
        if (roles instanceof ObjectNode all) {
            only.ifPresent(role -> all.retain(role.name()));
        }
        return node;
    }
}
