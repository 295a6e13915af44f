package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.fleet.RoleFleet;
import io.dynamoplanner.core.reading.Reading;
import io.dynamoplanner.core.role.PerRole;
import io.dynamoplanner.core.role.Role;
import io.dynamoplanner.core.traffic.Observation;
import io.dynamoplanner.core.traffic.Signal;
import io.dynamoplanner.core.traffic.TrafficWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/** Observations as JSON. A reading is a number, or an object that says why there is none. */
final class ObservationJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ObservationJson() {}

    static ObjectNode write(Observation seen) {
        ObjectNode node = JSON.objectNode();
        ArrayNode windows = node.putArray("windows");
        for (TrafficWindow window : seen.windows()) {
            ObjectNode w = windows.addObject();
            w.put("start", window.start().toString());
            w.put("length", window.length().toString());
            ObjectNode readings = w.putObject("readings");
            window.readings().forEach((signal, reading) -> readings.set(signal.key(), write(reading)));
        }
        node.set("fleet", perRole(seen.fleet().roles(), ObservationJson::write));
        return node;
    }

    static Observation read(JsonNode node) {
        List<TrafficWindow> windows = new ArrayList<>();
        for (JsonNode w : node.required("windows")) {
            Map<Signal, Reading> readings = new EnumMap<>(Signal.class);
            for (Signal signal : Signal.values()) {
                JsonNode reading = w.required("readings").get(signal.key());
                if (reading != null) {
                    readings.put(signal, reading(reading));
                }
            }
            windows.add(TrafficWindow.of(
                    Instant.parse(w.required("start").textValue()),
                    Duration.parse(w.required("length").textValue()),
                    readings));
        }
        return new Observation(windows, new Fleet(perRole(node.required("fleet"), ObservationJson::roleFleet)));
    }

    private static ObjectNode write(Reading reading) {
        ObjectNode node = JSON.objectNode();
        if (reading instanceof Reading.Known known) {
            node.put("value", known.number());
        } else if (reading instanceof Reading.Zero) {
            node.put("value", 0.0);
        } else if (reading instanceof Reading.Unknown unknown) {
            node.put("unknown", unknown.why().name());
            node.put("detail", unknown.detail());
        }
        return node.put("at", reading.at().toString());
    }

    private static Reading reading(JsonNode node) {
        Instant at = Instant.parse(node.required("at").textValue());
        return node.has("unknown")
                ? Reading.unknown(
                        Reading.Cause.valueOf(node.get("unknown").textValue()),
                        node.required("detail").textValue(),
                        at)
                : Reading.of(node.required("value").doubleValue(), at);
    }

    private static ObjectNode write(RoleFleet fleet) {
        ObjectNode node = JSON.objectNode();
        node.put("desired", fleet.desired());
        node.put("ready", fleet.ready());
        node.put("starting", fleet.starting());
        node.put("terminating", fleet.terminating());
        fleet.gpusPerReplica().ifPresent(gpus -> node.put("gpusPerReplica", gpus));
        return node.put("rollout", fleet.rollout().name());
    }

    private static RoleFleet roleFleet(JsonNode node) {
        return new RoleFleet(
                node.required("desired").intValue(),
                node.required("ready").intValue(),
                node.required("starting").intValue(),
                node.required("terminating").intValue(),
                node.has("gpusPerReplica")
                        ? OptionalInt.of(node.get("gpusPerReplica").intValue())
                        : OptionalInt.empty(),
                RoleFleet.Rollout.valueOf(node.required("rollout").textValue()));
    }

    static <V> ObjectNode perRole(PerRole<V> values, Function<V, ? extends JsonNode> write) {
        ObjectNode node = JSON.objectNode();
        for (PerRole.Entry<V> entry : values) {
            node.set(entry.role().name(), write.apply(entry.value()));
        }
        return node;
    }

    static <V> PerRole<V> perRole(JsonNode node, Function<JsonNode, V> read) {
        Map<Role, V> map = new TreeMap<>();
        node.properties().forEach(field -> map.put(new Role(field.getKey()), read.apply(field.getValue())));
        return PerRole.copyOf(map);
    }
}
