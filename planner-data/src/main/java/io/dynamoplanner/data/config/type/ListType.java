package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list of values of one type. */
public record ListType<T>(FieldType<T> type, int maxItems) implements FieldType<List<T>> {
    private static final int MANY = 1000;

    public static <T> ListType<T> of(FieldType<T> type) {
        return new ListType<>(type, MANY);
    }

    @Override
    public Optional<List<T>> read(SourceNode node, ReadScope scope) {
        if (!(node instanceof SourceNode.Sequence sequence)) {
            scope.hidden()
                    .problem(node, "must be a list, not " + node.describe(), "write [a, b] or one '- item' per line");
            return Optional.empty();
        }
        if (sequence.items().size() > maxItems) {
            scope.problem(node, "must not have more than " + maxItems + " items", "shorten the list");
            return Optional.empty();
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            type.read(sequence.items().get(i), scope.item(i)).ifPresent(values::add);
        }
        return values.size() == sequence.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public SourceNode fromText(String text, SourcePosition at) {
        return FieldType.flow(text, at);
    }

    @Override
    public JsonNode toJson(List<T> value) {
        ArrayNode array = Json.array();
        value.forEach(item -> array.add(type.toJson(item)));
        return array;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.typed("array");
        schema.set("items", type.schema());
        return schema.put("maxItems", maxItems);
    }

    @Override
    public List<Member<?>> members() {
        return type.members();
    }

    @Override
    public String label() {
        return "list of " + type.label();
    }
}
