package io.dynamoplanner.data.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** What release 1.6.1 of the reference made of inputs, as recorded from it. */
final class Reference {
    static final JsonNode RECORDED = load();

    private Reference() {}

    private static JsonNode load() {
        String name = "/config/reference-config-1.6.1.json.gz";
        try (InputStream in =
                new GZIPInputStream(Objects.requireNonNull(Reference.class.getResourceAsStream(name), name))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Names of the reference's fields. */
    static List<String> fieldNames() {
        List<String> names = new ArrayList<>();
        RECORDED.get("fields").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Accepted and refused inputs: {@code in}, {@code ok} and, if accepted, {@code dump}. */
    static List<JsonNode> inputs() {
        List<JsonNode> inputs = new ArrayList<>();
        RECORDED.get("validation_cases").forEach(inputs::add);
        return inputs;
    }

    /** The values of an empty configuration. */
    static JsonNode defaults() {
        return inputs().stream()
                .filter(input -> input.get("in").isEmpty())
                .findFirst()
                .orElseThrow()
                .get("dump");
    }

    /** Equal as data: 5 and 5.0 are the same number, null and an absent value are the same. */
    static boolean same(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.doubleValue() == b.doubleValue();
        }
        if (a.isObject() && b.isObject()) {
            List<String> names = new ArrayList<>();
            a.fieldNames().forEachRemaining(names::add);
            b.fieldNames().forEachRemaining(names::add);
            return names.stream().allMatch(name -> a.has(name) && b.has(name) && same(a.get(name), b.get(name)));
        }
        return a.equals(b);
    }
}
