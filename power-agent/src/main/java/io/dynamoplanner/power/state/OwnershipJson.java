package io.dynamoplanner.power.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dynamoplanner.power.cap.Owned;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The text of the ownership file. Read and written token by token: an object mapper would cost memory for as long as the agent runs. */
final class OwnershipJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int VERSION = 2;
    private static final String UUIDS = "managed_uuids";
    private static final String BOARDS = "gpus";

    private OwnershipJson() {}

    /** A text that is not what it should be; the message goes on behind the name of the file. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** @param modified of the file, for what the first version of the format does not tell */
    static Map<String, Owned> read(String text, Instant modified) throws IOException, Unusable {
        if (!(tree(text) instanceof Map<?, ?> root)) {
            throw new Unusable("holds no JSON object");
        }
        Object version = root.containsKey("version") ? root.get("version") : Long.valueOf(1);
        if (!(version instanceof Long number) || (number != 1 && number != VERSION)) {
            throw new Unusable("has version " + version + ", which another release wrote");
        }
        Object gpus = root.get(BOARDS);
        if (!(root.get(UUIDS) instanceof List<?> uuids) || (number == VERSION && !(gpus instanceof Map))) {
            throw new Unusable("lacks the list \"" + UUIDS + "\" or the object \"" + BOARDS + "\"");
        }
        var boards = new TreeMap<String, Owned>();
        for (Object uuid : uuids) {
            if (uuid instanceof String name) {
                boards.put(name, owned(fields(gpus instanceof Map<?, ?> known ? known.get(name) : null), modified));
            }
        }
        return boards;
    }

    private static Map<?, ?> fields(@Nullable Object board) {
        return board instanceof Map<?, ?> fields ? fields : Map.of();
    }

    private static Owned owned(Map<?, ?> board, Instant modified) {
        Set<String> pods = new LinkedHashSet<>();
        if (board.get("pods") instanceof List<?> names) {
            names.forEach(name -> pods.add(String.valueOf(name)));
        }
        return new Owned(
                number(board, "priorLimitMw"),
                number(board, "appliedMw"),
                number(board, "intendedMw"),
                instant(board, "since", modified),
                instant(board, "writtenAt", modified),
                Boolean.TRUE.equals(board.get("byEmergency")),
                pods);
    }

    private static OptionalLong number(Map<?, ?> board, String name) {
        return board.get(name) instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    private static Instant instant(Map<?, ?> board, String name, Instant absent) {
        return board.containsKey(name) ? Instant.parse(String.valueOf(board.get(name))) : absent;
    }

    private static @Nullable Object tree(String text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            return json.nextToken() == null ? null : value(json);
        }
    }

    /** Maps, lists, texts, whole numbers as {@code Long}, others as {@code Double}, booleans and nulls. */
    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                var fields = new LinkedHashMap<String, @Nullable Object>();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    fields.put(name, value(json));
                }
                yield fields;
            }
            case START_ARRAY -> {
                var elements = new ArrayList<@Nullable Object>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(json));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> json.getText();
        };
    }

    static byte[] write(Map<String, Owned> boards) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var sorted = new TreeMap<>(boards);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("version", VERSION);
            out.writeObjectFieldStart(BOARDS);
            for (var each : sorted.entrySet()) {
                out.writeObjectFieldStart(each.getKey());
                write(out, each.getValue());
                out.writeEndObject();
            }
            out.writeEndObject();
            out.writeArrayFieldStart(UUIDS);
            for (String uuid : sorted.keySet()) {
                out.writeString(uuid);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, Owned owned) throws IOException {
        write(out, "priorLimitMw", owned.priorMilliwatts());
        write(out, "appliedMw", owned.appliedMilliwatts());
        write(out, "intendedMw", owned.intendedMilliwatts());
        out.writeStringField("since", owned.since().toString());
        out.writeStringField("writtenAt", owned.writtenAt().toString());
        out.writeBooleanField("byEmergency", owned.byEmergency());
        out.writeArrayFieldStart("pods");
        for (String pod : owned.podUids().stream().sorted().toList()) {
            out.writeString(pod);
        }
        out.writeEndArray();
    }

    private static void write(JsonGenerator out, String name, OptionalLong milliwatts) throws IOException {
        if (milliwatts.isPresent()) {
            out.writeNumberField(name, milliwatts.getAsLong());
        }
    }
}
