package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.Locale;
import java.util.Optional;

/** True or false; as text also yes, no, on, off, 1 and 0, as flags and variables are written. */
public record BooleanType() implements FieldType<Boolean> {

    @Override
    public Optional<Boolean> read(SourceNode node, ReadScope scope) {
        if (node instanceof SourceNode.Scalar scalar
                && (scalar.kind() == SourceNode.Kind.BOOLEAN || scalar.kind() == SourceNode.Kind.TEXT)) {
            Optional<Boolean> value = switch (scalar.text().strip().toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on", "1" -> Optional.of(true);
                case "false", "no", "off", "0" -> Optional.of(false);
                default -> Optional.empty();
            };
            if (value.isPresent()) {
                return value;
            }
        }
        scope.problem(node, "must be true or false", "write true or false without quotes");
        return Optional.empty();
    }

    /** A flag without a value switches on. */
    @Override
    public SourceNode fromText(String text, SourcePosition at) {
        return new SourceNode.Scalar(SourceNode.Kind.TEXT, text.isEmpty() ? "true" : text, at);
    }

    @Override
    public JsonNode toJson(Boolean value) {
        return Json.NODES.booleanNode(value);
    }

    @Override
    public ObjectNode schema() {
        return Json.typed("boolean");
    }

    @Override
    public String label() {
        return "true or false";
    }
}
