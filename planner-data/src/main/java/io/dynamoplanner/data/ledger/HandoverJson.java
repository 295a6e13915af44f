package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.handover.Handover;
import io.dynamoplanner.core.role.PerRole;
import java.time.Instant;

/** What one leader hands over to the next, as JSON text and back. */
public final class HandoverJson {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HandoverJson() {}

    public static String write(Handover handover) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", VERSION);
        node.put("at", handover.at().toString());
        node.set("pending", ObservationJson.perRole(handover.pending(), IntNode::valueOf));
        node.set("history", ObservationJson.perRole(handover.history(), StateJson::write));
        node.set("corrections", ObservationJson.perRole(handover.corrections(), DoubleNode::valueOf));
        node.set("startUps", ObservationJson.perRole(handover.startUps(), StartUpJson::write));
        node.set("headroom", ObservationJson.perRole(handover.headroom(), StateJson::write));
        return node.toString();
    }

    /** @throws IllegalArgumentException if the text is not what {@link #write} wrote, or that of a later release */
    public static Handover read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            int version = node.path("version").asInt(-1);
            if (version != VERSION) {
                throw new IllegalArgumentException(
                        "handover has version " + version + ", this release reads " + VERSION);
            }
            return new Handover(
                    Instant.parse(node.required("at").textValue()),
                    ObservationJson.perRole(node.required("pending"), JsonNode::intValue),
                    ObservationJson.perRole(node.required("history"), StateJson::history),
                    ObservationJson.perRole(node.required("corrections"), JsonNode::doubleValue),
                    // handovers of earlier releases have none
                    node.has("startUps")
                            ? ObservationJson.perRole(node.get("startUps"), StartUpJson::read)
                            : PerRole.empty(),
                    node.has("headroom")
                            ? ObservationJson.perRole(node.get("headroom"), StateJson::headroom)
                            : PerRole.empty());
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException("not a handover: " + e.getMessage(), e);
        }
    }
}
