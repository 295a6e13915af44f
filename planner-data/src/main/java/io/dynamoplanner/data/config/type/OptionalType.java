package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.List;
import java.util.Optional;

/** A value or {@code null}. */
public record OptionalType<T>(FieldType<T> type) implements FieldType<Optional<T>> {

    public static <T> OptionalType<T> of(FieldType<T> type) {
        return new OptionalType<>(type);
    }

    @Override
    public Optional<Optional<T>> read(SourceNode node, ReadScope scope) {
        if (node instanceof SourceNode.Scalar scalar && scalar.kind() == SourceNode.Kind.NULL) {
            return Optional.of(Optional.empty());
        }
        Optional<T> value = type.read(node, scope);
        return value.isPresent() ? Optional.of(value) : Optional.empty();
    }

    @Override
    public SourceNode fromText(String text, SourcePosition at) {
        return text.equals("null") ? new SourceNode.Scalar(SourceNode.Kind.NULL, text, at) : type.fromText(text, at);
    }

    @Override
    public JsonNode toJson(Optional<T> value) {
        return value.map(type::toJson).orElse(Json.NODES.nullNode());
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object();
        ArrayNode either = schema.putArray("anyOf");
        either.add(type.schema());
        either.add(Json.typed("null"));
        return schema;
    }

    @Override
    public List<Member<?>> members() {
        return type.members();
    }

    @Override
    public String label() {
        return type.label() + ", or null";
    }
}
