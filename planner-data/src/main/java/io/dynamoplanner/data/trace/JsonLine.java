package io.dynamoplanner.data.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.dynamoplanner.data.file.LineSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one trace line of either JSON format in general: any order of keys, any spelling of numbers, unknown keys
 * skipped. Values are kept as written, so that a message can show them. A null counts as missing.
 */
final class JsonLine {
    static final String SCHEMA = "dynamo.request.trace.v1";

    private static final Set<String> OBJECTS = Set.of("event", "request", "request.replay");
    private static final Set<String> VALUES = Set.of(
            "timestamp",
            "input_length",
            "output_length",
            "schema",
            "event_type",
            "event_time_unix_ms",
            "request.request_received_ms",
            "request.input_tokens",
            "request.output_tokens",
            "request.replay.input_length");

    // NaN and infinities are let in so that our message can name the key that holds them.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final LineSource line;
    private final Map<String, String> values = new HashMap<>();
    private boolean event;
    private boolean inEvent;

    private JsonLine(LineSource line) {
        this.line = line;
    }

    /** Reads the current line. */
    static JsonLine read(LineSource line) {
        var read = new JsonLine(line);
        try (JsonParser parser = FACTORY.createParser(line.buffer(), line.start(), line.end() - line.start())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw line.fault("is not a JSON object; every line of a trace must be one");
            }
            read.object(parser, "");
            if (parser.nextToken() != null) {
                throw line.fault("has text after its JSON object; put each request on a line of its own");
            }
        } catch (JsonProcessingException e) {
            throw line.fault("is not valid JSON (" + e.getOriginalMessage() + "); repair or remove it");
        } catch (IOException e) {
            throw line.fault("is not valid UTF-8 JSON (" + e.getMessage() + "); repair or remove it");
        }
        return read;
    }

    /** The format that the keys show, if they show one. */
    Optional<TraceFormat> format() {
        if (event || values.containsKey("schema")) {
            return Optional.of(TraceFormat.REQUEST_TRACE_V1);
        }
        boolean mooncake = values.containsKey("timestamp")
                || values.containsKey("input_length")
                || values.containsKey("output_length");
        return mooncake ? Optional.of(TraceFormat.MOONCAKE) : Optional.empty();
    }

    boolean has(String path) {
        return values.containsKey(path);
    }

    /** The value at a path as written, strings in quotes. */
    String get(String path) {
        String value = values.get(path);
        if (value == null) {
            throw line.fault(path + " is missing; every request needs it");
        }
        return value;
    }

    private void object(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String path = prefix + parser.currentName();
            JsonToken token = parser.nextToken();
            // Beside a wrapped event stand only the recorder's own fields.
            boolean foreign = event && !inEvent;
            if (token == JsonToken.START_OBJECT && OBJECTS.contains(path) && !foreign) {
                descend(parser, path);
            } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                if (VALUES.contains(path) && !foreign) {
                    values.put(path, token == JsonToken.START_OBJECT ? "an object" : "a list");
                }
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL && VALUES.contains(path) && !foreign) {
                String text = parser.getText();
                values.put(path, token == JsonToken.VALUE_STRING ? '"' + text + '"' : text);
            }
        }
    }

    private void descend(JsonParser parser, String path) throws IOException {
        if (!path.equals("event") || inEvent) {
            object(parser, path + ".");
            return;
        }
        values.clear();
        event = true;
        inEvent = true;
        object(parser, "");
        inEvent = false;
    }
}
