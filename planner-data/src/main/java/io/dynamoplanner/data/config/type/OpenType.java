package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A mapping whose content belongs to somebody else: kept as it is, not checked. */
public record OpenType() implements FieldType<SourceNode> {
    /** No entries. */
    public static final SourceNode EMPTY = new SourceNode.Mapping(List.of(), SourcePosition.of("default"));

    private static final Pattern SENSITIVE =
            Pattern.compile("(?i).*(token|secret|password|passwd|credential|api_?key).*");

    @Override
    public Optional<SourceNode> read(SourceNode node, ReadScope scope) {
        if (node instanceof SourceNode.Mapping) {
            return Optional.of(node);
        }
        scope.hidden().problem(node, "must be a mapping, not " + node.describe(), "write {name: value}");
        return Optional.empty();
    }

    @Override
    public SourceNode fromText(String text, SourcePosition at) {
        return FieldType.flow(text, at);
    }

    @Override
    public JsonNode toJson(SourceNode value) {
        return json(value, false);
    }

    private static JsonNode json(SourceNode node, boolean masked) {
        if (node instanceof SourceNode.Mapping mapping) {
            ObjectNode object = Json.object();
            mapping.entries()
                    .forEach(entry -> object.set(
                            entry.key(),
                            json(
                                    entry.value(),
                                    masked || SENSITIVE.matcher(entry.key()).matches())));
            return object;
        }
        if (node instanceof SourceNode.Sequence sequence) {
            ArrayNode array = Json.array();
            sequence.items().forEach(item -> array.add(json(item, masked)));
            return array;
        }
        return node instanceof SourceNode.Scalar scalar ? scalar(scalar, masked) : Json.NODES.nullNode();
    }

    private static JsonNode scalar(SourceNode.Scalar scalar, boolean masked) {
        if (masked) {
            return Json.NODES.textNode(TextType.MASK);
        }
        return switch (scalar.kind()) {
            case NULL -> Json.NODES.nullNode();
            case BOOLEAN ->
                new BooleanType()
                        .read(scalar, ReadScope.root(new ArrayList<>()))
                        .<JsonNode>map(Json.NODES::booleanNode)
                        .orElse(Json.NODES.textNode(scalar.text()));
            case INTEGER, DECIMAL ->
                NumberText.read(scalar, ReadScope.root(new ArrayList<>()), "a number")
                        .<JsonNode>map(Json.NODES::numberNode)
                        .orElse(Json.NODES.textNode(scalar.text()));
            case TEXT -> Json.NODES.textNode(scalar.text());
        };
    }

    @Override
    public ObjectNode schema() {
        return Json.typed("object");
    }

    @Override
    public String label() {
        return "mapping (not checked)";
    }
}
