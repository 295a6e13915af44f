package io.dynamoplanner.data.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.core.fleet.StartUpTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Start-up times of a role as JSON and back, bit for bit. */
final class StartUpJson {
    private StartUpJson() {}

    static ObjectNode write(StartUpTimes times) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode seconds = node.putArray("seconds");
        times.seconds().forEach(seconds::add);
        times.watch().ifPresent(watch -> {
            ObjectNode w = node.putObject("watch");
            w.put("looked", watch.looked().toString());
            w.put("specified", watch.specified());
            w.put("ready", watch.ready());
            ArrayNode waves = w.putArray("waves");
            for (StartUpTimes.Wave wave : watch.waves()) {
                waves.addObject().put("asked", wave.asked().toString()).put("replicas", wave.replicas());
            }
        });
        return node;
    }

    static StartUpTimes read(JsonNode node) {
        List<Double> seconds = new ArrayList<>();
        node.required("seconds").forEach(s -> seconds.add(s.doubleValue()));
        return new StartUpTimes(seconds, Optional.ofNullable(node.get("watch")).map(StartUpJson::watch));
    }

    private static StartUpTimes.Watch watch(JsonNode node) {
        List<StartUpTimes.Wave> waves = new ArrayList<>();
        for (JsonNode wave : node.required("waves")) {
            waves.add(new StartUpTimes.Wave(
                    Instant.parse(wave.required("asked").textValue()),
                    wave.required("replicas").intValue()));
        }
        return new StartUpTimes.Watch(
                Instant.parse(node.required("looked").textValue()),
                node.required("specified").intValue(),
                node.required("ready").intValue(),
                waves);
    }
}
