package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.attainment.Headroom;
import io.dynamoplanner.core.constraint.RoleHistory;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.fleet.StartUpTimes;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A planner's whole state as JSON and back, bit for bit: doubles are written so that they read back equal, numbers that
 * are not finite as text.
 */
public final class StateJson {
    private static final int VERSION = 1;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StateJson() {}

    public static ObjectNode write(PlannerState state) {
        ObjectNode node = JSON.objectNode();
        node.put("version", VERSION);
        node.set("demand", DemandJson.write(state.demand()));
        node.set("corrections", ObservationJson.perRole(state.corrections(), DoubleNode::valueOf));
        node.set("history", ObservationJson.perRole(state.history(), StateJson::write));
        node.set("startUps", ObservationJson.perRole(state.startUps(), StartUpJson::write));
        node.set("headroom", ObservationJson.perRole(state.headroom(), StateJson::write));
        ArrayNode standing = node.putArray("standing");
        state.standing().forEach(proposal -> standing.add(write(proposal)));
        node.set("grant", write(state.grant()));
        return node;
    }

    /**
     * @param family restores the predictors; must be the one that made them
     * @throws IllegalArgumentException if the state is of another version or another predictor
     */
    public static PlannerState read(JsonNode node, PredictorFamily family) {
        int version = node.path("version").asInt(-1);
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "planner state has version " + version + ", this release reads " + VERSION);
        }
        List<Proposal> standing = new ArrayList<>();
        node.required("standing").forEach(p -> standing.add(proposal(p)));
        PerRole<RoleHistory> history = ObservationJson.perRole(node.required("history"), StateJson::history);
        return new PlannerState(
                DemandJson.state(node.required("demand"), family),
                ObservationJson.perRole(node.required("corrections"), JsonNode::doubleValue),
                history,
                // states of earlier releases have none
                node.has("startUps")
                        ? ObservationJson.perRole(node.get("startUps"), StartUpJson::read)
                        : history.map((role, none) -> StartUpTimes.NONE),
                node.has("headroom")
                        ? ObservationJson.perRole(node.get("headroom"), StateJson::headroom)
                        : history.map((role, none) -> Headroom.NONE),
                standing,
                grant(node.required("grant")));
    }

    static ObjectNode write(GpuGrant grant) {
        ObjectNode node = JSON.objectNode();
        node.put("floor", grant.floor());
        node.put("ceiling", grant.ceiling());
        node.put("expires", grant.expires().toString());
        return node.put("by", grant.by());
    }

    static GpuGrant grant(JsonNode node) {
        return new GpuGrant(
                node.required("floor").intValue(),
                node.required("ceiling").intValue(),
                Instant.parse(node.required("expires").textValue()),
                node.required("by").textValue());
    }

    static ObjectNode write(Headroom headroom) {
        ObjectNode node = JSON.objectNode();
        node.put("factor", headroom.factor());
        node.put("windows", headroom.windows());
        node.put("requests", headroom.requests());
        return node.put("until", headroom.until().toString());
    }

    static Headroom headroom(JsonNode node) {
        return new Headroom(
                node.required("factor").doubleValue(),
                node.required("windows").longValue(),
                node.required("requests").doubleValue(),
                Instant.parse(node.required("until").textValue()));
    }

    static ObjectNode write(RoleHistory history) {
        ObjectNode node = JSON.objectNode();
        ArrayNode wishes = node.putArray("wishes");
        for (RoleHistory.Wish wish : history.wishes()) {
            ObjectNode w = wishes.addObject();
            w.put("window", wish.window());
            w.put("at", wish.at().toString());
            w.put("replicas", wish.replicas());
        }
        node.put("lastDirection", history.lastDirection());
        ArrayNode reversals = node.putArray("reversals");
        history.reversals().forEach(at -> reversals.add(at.toString()));
        node.put("window", history.window());
        node.put("base", history.base());
        return node.put("served", history.served());
    }

    static RoleHistory history(JsonNode node) {
        List<RoleHistory.Wish> wishes = new ArrayList<>();
        for (JsonNode w : node.required("wishes")) {
            wishes.add(new RoleHistory.Wish(
                    w.required("window").longValue(),
                    Instant.parse(w.required("at").textValue()),
                    w.required("replicas").intValue()));
        }
        List<Instant> reversals = new ArrayList<>();
        node.required("reversals").forEach(at -> reversals.add(Instant.parse(at.textValue())));
        return new RoleHistory(
                wishes,
                node.required("lastDirection").intValue(),
                reversals,
                node.required("window").longValue(),
                node.required("base").intValue(),
                node.required("served").intValue());
    }

    static ObjectNode write(Proposal proposal) {
        ObjectNode node = JSON.objectNode();
        node.put("role", proposal.role().name());
        node.put("bound", proposal.bound().name());
        node.put("replicas", proposal.replicas());
        node.put("reason", proposal.reason());
        node.put("by", proposal.by());
        node.put("priority", proposal.priority());
        node.put("decisive", proposal.decisive());
        return node.put("expires", proposal.expires().toString());
    }

    static Proposal proposal(JsonNode node) {
        return new Proposal(
                new Role(node.required("role").textValue()),
                Proposal.Bound.valueOf(node.required("bound").textValue()),
                node.required("replicas").intValue(),
                node.required("reason").textValue(),
                node.required("by").textValue(),
                node.required("priority").intValue(),
                node.required("decisive").booleanValue(),
                Instant.parse(node.required("expires").textValue()));
    }
}
