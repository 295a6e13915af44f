package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Free names with values of one type, in the order of the document. */
public record MapType<T>(FieldType<T> type) implements FieldType<Map<String, T>> {

    public static <T> MapType<T> of(FieldType<T> type) {
        return new MapType<>(type);
    }

    @Override
    public Optional<Map<String, T>> read(SourceNode node, ReadScope scope) {
        if (!(node instanceof SourceNode.Mapping mapping)) {
            scope.hidden().problem(node, "must be a mapping, not " + node.describe(), "write {name: value}");
            return Optional.empty();
        }
        Map<String, T> values = new LinkedHashMap<>();
        for (SourceNode.Entry entry : mapping.entries()) {
            type.read(entry.value(), scope.member(entry.key())).ifPresent(value -> values.put(entry.key(), value));
        }
        return values.size() == mapping.entries().size()
                ? Optional.of(Collections.unmodifiableMap(values))
                : Optional.empty();
    }

    @Override
    public SourceNode fromText(String text, SourcePosition at) {
        return FieldType.flow(text, at);
    }

    @Override
    public JsonNode toJson(Map<String, T> value) {
        ObjectNode object = Json.object();
        value.forEach((name, item) -> object.set(name, type.toJson(item)));
        return object;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.typed("object");
        schema.set("additionalProperties", type.schema());
        return schema;
    }

    @Override
    public List<Member<?>> members() {
        return type.members();
    }

    @Override
    public String label() {
        return "mapping of names to " + type.label();
    }
}
