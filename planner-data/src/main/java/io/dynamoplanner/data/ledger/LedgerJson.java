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
import io.dynamoplanner.core.gateway.WriteGateway;
import io.dynamoplanner.core.plan.Effect;
import io.dynamoplanner.core.plan.Outcome;
import io.dynamoplanner.core.plan.RoleDecision;
import io.dynamoplanner.core.sizing.Sizing;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Ledger lines. What a tick saw is a delta and stands on every line; the state before it is a checkpoint and stands on
 * some. The decisions are written for readers: the same code derives them again from checkpoint and observations.
 */
public final class LedgerJson {
    /** Lines between two checkpoints of a file. */
    static final int CHECKPOINT_EVERY = 60;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LedgerJson() {}

    /**
     * The line of a header, with its line break.
     *
     * @param follows the decision before it, if the ledger goes on without a gap
     */
    static String line(LedgerHeader header, Optional<String> follows) {
        ObjectNode node = header.toJson();
        follows.ifPresent(id -> node.put("follows", id));
        return text(node);
    }

    /** The line of a decision, with its line break. */
    static String line(
            LedgerHeader header,
            LedgerEntry entry,
            List<WriteGateway.Written> outcomes,
            String id,
            boolean withCheckpoint) {
        ObjectNode node = JSON.objectNode();
        node.put("id", id);
        node.put("graph", header.graph().toString());
        node.setAll(derived(entry));
        node.set("seen", ObservationJson.write(entry.seen()));
        if (!entry.before().grant().equals(header.grant())) {
            node.set("grant", StateJson.write(entry.before().grant()));
        }
        if (!entry.before().standing().isEmpty()) {
            ArrayNode standing = node.putArray("standing");
            entry.before().standing().forEach(proposal -> standing.add(StateJson.write(proposal)));
        }
        ArrayNode results = node.putArray("outcomes");
        outcomes.forEach(written -> results.add(outcome(written)));
        if (withCheckpoint) {
            node.set("checkpoint", StateJson.write(entry.before()));
        }
        return text(node);
    }

    /**
     * The part of a line that a replay derives again: the demand, the decisions and what follows from them, as they read
     * back from a file.
     */
    public static ObjectNode derived(LedgerEntry entry) {
        ObjectNode node = JSON.objectNode();
        node.put("at", entry.at().toString());
        node.set("demand", DemandJson.write(entry.demand()));
        node.set("wished", ObservationJson.perRole(entry.wished(), IntNode::valueOf));
        node.set("roles", ObservationJson.perRole(entry.plan().roles(), LedgerJson::decision));
        ArrayNode effects = node.putArray("effects");
        entry.plan().effects().forEach(effect -> effects.add(effect(effect)));
        ArrayNode waiting = node.putArray("waiting");
        entry.plan().waiting().forEach(waiting::add);
        node.put("nextWakeUp", entry.plan().nextWakeUp().toString());
        return node;
    }

    private static ObjectNode effect(Effect effect) {
        ObjectNode node = JSON.objectNode().put("role", effect.role().name());
        if (effect instanceof Effect.SetReplicas set) {
            node.put("from", set.from());
            node.put("to", set.to());
        }
        return node;
    }

    private static ObjectNode outcome(WriteGateway.Written written) {
        ObjectNode node = effect(written.effect());
        Outcome outcome = written.outcome();
        if (outcome instanceof Outcome.Deferred deferred) {
            return node.put("outcome", "DEFERRED").put("why", deferred.why());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return node.put("outcome", "REJECTED").put("why", rejected.why());
        }
        if (outcome instanceof Outcome.Failed failed) {
            return node.put("outcome", "FAILED").put("why", failed.why());
        }
        return node.put("outcome", outcome instanceof Outcome.Applied ? "APPLIED" : "UNCHANGED");
    }

    private static ObjectNode decision(RoleDecision decision) {
        ObjectNode node = JSON.objectNode();
        node.put("from", decision.from());
        node.set("sizing", sizing(decision.sizing()));
        node.put("correction", decision.correction());
        if (decision.headroom() != 1) {
            node.put("headroom", decision.headroom());
        }
        ArrayNode chain = JSON.arrayNode();
        Target at = decision.target();
        while (at.previous() instanceof Target.Previous.Was was) {
            ObjectNode step = chain.insertObject(0);
            step.put("binding", at.binding().label());
            step.put("without", was.target().replicas());
            step.put("with", at.replicas());
            step.put("why", at.reason());
            at = was.target();
        }
        ObjectNode wish = node.putObject("wish");
        wish.put("replicas", at.replicas());
        wish.put("binding", at.binding().label());
        wish.put("why", at.reason());
        node.set("chain", chain);
        node.put("target", decision.target().replicas());
        node.put("now", decision.now());
        node.put("binding", decision.target().binding().label());
        node.put("reason", decision.target().reason());
        ArrayNode derivation = node.putArray("derivation");
        decision.sizing().derivation().forEach(derivation::add);
        return node;
    }

    private static ObjectNode sizing(Sizing sizing) {
        ObjectNode node = JSON.objectNode();
        if (sizing instanceof Sizing.Sized sized) {
            return node.put("answer", "SIZED").put("replicas", sized.replicas()).put("exact", sized.exact());
        }
        if (sizing instanceof Sizing.Infeasible infeasible) {
            node.put("answer", "INFEASIBLE").put("replicas", infeasible.bestEffort());
            return node.put("exact", infeasible.exact()).put("why", infeasible.why());
        }
        return node.put("answer", "NOT_READY");
    }

    /** A tree as it reads back once it was written: the kinds of its numbers are those of a reader. */
    public static JsonNode asRead(ObjectNode node) {
        return parse(text(node));
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
