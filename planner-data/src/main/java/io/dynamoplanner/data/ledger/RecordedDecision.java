package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.cycle.PlannerState;
import io.dynamoplanner.core.demand.Demand;
import io.dynamoplanner.core.forecast.PredictorFamily;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.proposal.Proposal;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Observation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decision as its ledger line tells it.
 *
 * @param where file and line, for messages
 * @param id name of the decision; the number of its line in ledgers that had no names
 * @param seen what was observed
 * @param standing proposals of others that were known
 * @param grant the GPU grant, where it was not the configured budget
 * @param demand what the fleet was sized for
 * @param roles what was decided, role by role
 * @param outcomes what became of the effects; empty where nothing was to be written, and in ledgers of version 1
 * @param waiting growth that waited for a release
 * @param json the whole line
 */
public record RecordedDecision(
        String where,
        String id,
        Instant at,
        Observation seen,
        List<Proposal> standing,
        Optional<GpuGrant> grant,
        Demand demand,
        PerRole<RecordedRole> roles,
        List<Written> outcomes,
        List<String> waiting,
        Instant nextWakeUp,
        ObjectNode json)
        implements LedgerRecord {
    public RecordedDecision {
        standing = List.copyOf(standing);
        outcomes = List.copyOf(outcomes);
        waiting = List.copyOf(waiting);
    }

    /**
     * What became of an effect.
     *
     * @param outcome {@code APPLIED}, {@code UNCHANGED}, {@code DEFERRED}, {@code REJECTED} or {@code FAILED}
     * @param why empty for the first two
     */
    public record Written(Role role, int from, int to, String outcome, String why) {
        /** Whether the role has the count of the effect now. */
        public boolean landed() {
            return outcome.equals("APPLIED") || outcome.equals("UNCHANGED");
        }
    }

    /** Whether it is of version 1 of the format, which had no headers. */
    public boolean isOld() {
        return !json.has("id");
    }

    /** Whether the state before the decision stands on the line. */
    public boolean hasCheckpoint() {
        return json.has("checkpoint");
    }

    /** The state before the decision as it was written; a missing node if the line has no checkpoint. */
    public JsonNode checkpoint() {
        return json.path("checkpoint");
    }

    /**
     * The state before the decision.
     *
     * @param family restores the predictors
     * @throws IllegalArgumentException if the line has no checkpoint, or one of another predictor
     */
    public PlannerState state(PredictorFamily family) {
        return StateJson.read(json.required("checkpoint"), family);
    }

    /** What became of the effect of a role; empty if there was none. */
    public Optional<Written> outcome(Role role) {
        return outcomes.stream().filter(written -> written.role().equals(role)).findFirst();
    }

    static RecordedDecision read(ObjectNode node, String where, String number) {
        var standing = new ArrayList<Proposal>();
        node.path("standing").forEach(proposal -> standing.add(StateJson.proposal(proposal)));
        var outcomes = new ArrayList<Written>();
        node.path("outcomes").forEach(outcome -> outcomes.add(written(outcome)));
        var waiting = new ArrayList<String>();
        node.path("waiting").forEach(line -> waiting.add(line.asText()));
        return new RecordedDecision(
                where,
                node.path("id").asText(number),
                Instant.parse(node.required("at").asText()),
                ObservationJson.read(node.required("seen")),
                standing,
                Optional.ofNullable(node.get("grant")).map(StateJson::grant),
                DemandJson.demand(node.required("demand")),
                ObservationJson.perRole(node.required("roles"), RecordedRole::read),
                outcomes,
                waiting,
                Instant.parse(node.required("nextWakeUp").asText()),
                node);
    }

    private static Written written(JsonNode node) {
        return new Written(
                new Role(node.required("role").asText()),
                node.required("from").intValue(),
                node.required("to").intValue(),
                node.required("outcome").asText(),
                node.path("why").asText());
    }
}
