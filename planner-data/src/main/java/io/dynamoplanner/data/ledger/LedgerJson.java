package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.constraint.Target;
import io.dynamoplanner.core.cycle.LedgerEntry;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.ledger.Replay;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.RoleDecision;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Ledger entries as lines of JSON, one per tick.
 *
 * <p>What a tick saw is a delta and stands on every line; the state before it is a checkpoint and stands on every
 * {@value #CHECKPOINT_EVERY}th line, the first included. The decisions are written for readers: the same code derives
 * them again from checkpoint and observations.
 */
public final class LedgerJson {
    /** Lines between two checkpoints. */
    public static final int CHECKPOINT_EVERY = 60;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LedgerJson() {}

    /**
     * One line, without its line break.
     *
     * @param index number of the entry in its file, from 0: decides whether it carries a checkpoint
     */
    public static String line(LedgerEntry entry, long index) {
        ObjectNode node = JSON.objectNode();
        node.put("at", entry.at().toString());
        node.set("seen", ObservationJson.write(entry.seen()));
        node.set("demand", StateJson.write(entry.demand()));
        node.set("wished", ObservationJson.perRole(entry.wished(), IntNode::valueOf));
        node.set("roles", ObservationJson.perRole(entry.plan().roles(), LedgerJson::decision));
        ArrayNode effects = node.putArray("effects");
        for (Effect effect : entry.plan().effects()) {
            if (effect instanceof Effect.SetReplicas set) {
                ObjectNode e = effects.addObject();
                e.put("role", set.role().name());
                e.put("from", set.from());
                e.put("to", set.to());
            }
        }
        ArrayNode waiting = node.putArray("waiting");
        entry.plan().waiting().forEach(waiting::add);
        node.put("nextWakeUp", entry.plan().nextWakeUp().toString());
        if (index % CHECKPOINT_EVERY == 0) {
            node.set("checkpoint", StateJson.write(entry.before()));
        }
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode decision(RoleDecision decision) {
        ObjectNode node = JSON.objectNode();
        node.put("from", decision.from());
        node.put("target", decision.target().replicas());
        node.put("now", decision.now());
        node.put("binding", decision.target().binding().label());
        node.put("reason", decision.target().reason());
        node.put("correction", decision.correction());
        ArrayNode chain = node.putArray("chain");
        Target at = decision.target();
        while (at.previous() instanceof Target.Previous.Was was) {
            ObjectNode step = chain.insertObject(0);
            step.put("binding", at.binding().label());
            step.put("without", was.target().replicas());
            step.put("with", at.replicas());
            at = was.target();
        }
        ArrayNode derivation = node.putArray("derivation");
        decision.sizing().derivation().forEach(derivation::add);
        return node;
    }

    /** A checkpoint and what was seen from there on. */
    public record Recording(PlannerState checkpoint, List<Replay.Step> steps) {
        public Recording {
            steps = List.copyOf(steps);
        }
    }

    /**
     * Reads the lines of a ledger file from their first checkpoint on.
     *
     * @param family restores the predictors; must be the one that made them
     * @throws IllegalArgumentException naming the line, if one is not a ledger entry or none has a checkpoint
     */
    public static Recording read(List<String> lines, PredictorFamily family) {
        PlannerState checkpoint = null;
        List<Replay.Step> steps = new ArrayList<>();
        int number = 0;
        for (String line : lines) {
            number++;
            try {
                JsonNode node = MAPPER.readTree(line);
                if (checkpoint == null && node.has("checkpoint")) {
                    checkpoint = StateJson.read(node.get("checkpoint"), family);
                }
                if (checkpoint != null) {
                    steps.add(new Replay.Step(
                            ObservationJson.read(node.required("seen")),
                            Instant.parse(node.required("at").textValue()),
                            List.of()));
                }
            } catch (JsonProcessingException | RuntimeException e) {
                throw new IllegalArgumentException("line " + number + " is not a ledger entry: " + e.getMessage(), e);
            }
        }
        if (checkpoint == null) {
            throw new IllegalArgumentException("the ledger has no checkpoint to start from");
        }
        return new Recording(checkpoint, steps);
    }
}
