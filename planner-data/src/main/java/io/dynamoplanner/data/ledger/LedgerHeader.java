package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.engine.EngineProfile;
import io.dynamoplanner.core.grant.GpuGrant;
import io.dynamoplanner.core.graph.GraphId;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.data.config.CompatibilityFields;
import io.dynamoplanner.data.config.PlannerConfig;
import io.dynamoplanner.data.config.RecordedConfig;
import io.dynamoplanner.data.profile.ProfileDocument;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What decides: everything that is needed, beside a checkpoint, to make the decisions that follow it again.
 *
 * @param planner version of the planner
 * @param started when this planner was started
 * @param origin start of window 0 of the demand grid
 * @param config the configuration in force
 * @param profile the engine profile that the models are built from
 * @param gpusPerEngine GPUs of one engine, as the cluster reports them
 * @param grant the GPU budget of the configuration; a decision under another grant carries that one
 */
public record LedgerHeader(
        String planner,
        GraphId graph,
        Instant started,
        Instant origin,
        PlannerConfig config,
        EngineProfile profile,
        PerRole<Integer> gpusPerEngine,
        GpuGrant grant) {
    /** Version of the format. Ledgers of version 1 had no header. */
    public static final int VERSION = 2;

    public LedgerHeader {
        Objects.requireNonNull(planner, "planner");
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(gpusPerEngine, "gpusPerEngine");
        Objects.requireNonNull(grant, "grant");
    }

    /** Whether both stand for the same decisions and say so in the same words. */
    public boolean sameAs(LedgerHeader other) {
        return toJson().equals(other.toJson());
    }

    ObjectNode toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("ledger", VERSION);
        node.put("planner", planner);
        node.put("graph", graph.toString());
        node.put("started", started.toString());
        node.put("origin", origin.toString());
        node.put("compatibility", config.get(CompatibilityFields.COMPATIBILITY).spelling());
        node.set("grant", StateJson.write(grant));
        node.set("gpusPerEngine", ObservationJson.perRole(gpusPerEngine, IntNode::valueOf));
        node.set("config", RecordedConfig.write(config));
        node.set("profile", ProfileDocument.write(profile));
        return node;
    }

    /**
     * @param where file and line, for messages
     * @throws LedgerException if something is missing
     * @throws io.dynamoplanner.data.config.ConfigException if this release refuses the configuration
     * @throws io.dynamoplanner.core.engine.ProfileException if the profile is incomplete
     */
    static LedgerHeader read(JsonNode node, String where) {
        try {
            String graph = node.required("graph").asText();
            int slash = graph.indexOf('/');
            return new LedgerHeader(
                    node.required("planner").asText(),
                    new GraphId(graph.substring(0, Math.max(0, slash)), graph.substring(slash + 1)),
                    Instant.parse(node.required("started").asText()),
                    Instant.parse(node.required("origin").asText()),
                    RecordedConfig.read(node.required("config"), "configuration at " + where, Map.of()),
                    ProfileDocument.read(node.required("profile"), Path.of("profile of the ledger")),
                    ObservationJson.perRole(node.required("gpusPerEngine"), JsonNode::intValue),
                    StateJson.grant(node.required("grant")));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new LedgerException(
                    where + ": the header is incomplete (" + e.getMessage() + "); use another file of the ledger");
        }
    }
}
