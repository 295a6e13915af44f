package io.dynamoplanner.k8s.resource;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads metadata and leaves out what cannot be read. */
final class LenientMetadata extends JsonDeserializer<ObjectMeta> {
    private static final List<String> MAPS_OF_TEXT = List.of("labels", "annotations");

    @Override
    public ObjectMeta deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!(context.readTree(parser) instanceof ObjectNode metadata)) {
            return new ObjectMeta();
        }
        metadata.properties().removeIf(field -> field.getValue().isNull());
        for (String name : MAPS_OF_TEXT) {
            if (metadata.get(name) instanceof ObjectNode map) {
                map.properties().removeIf(entry -> !entry.getValue().isTextual());
            }
        }
        ObjectMeta read = read(metadata, context);
        return read == null ? fieldByField(metadata, context) : read;
    }

    @Override
    public ObjectMeta getNullValue(DeserializationContext context) {
        return new ObjectMeta();
    }

    private static ObjectMeta fieldByField(ObjectNode metadata, DeserializationContext context) throws IOException {
        ObjectNode readable = JsonNodeFactory.instance.objectNode();
        for (var field : metadata.properties()) {
            ObjectNode alone = JsonNodeFactory.instance.objectNode();
            alone.set(field.getKey(), field.getValue());
            if (read(alone, context) != null) {
                readable.set(field.getKey(), field.getValue());
            }
        }
        ObjectMeta read = read(readable, context);
        return read == null ? new ObjectMeta() : read;
    }

    /** Null if something in it cannot be read. */
    private static @Nullable ObjectMeta read(JsonNode metadata, DeserializationContext context) throws IOException {
        try {
            return context.readTreeAsValue(metadata, ObjectMeta.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
