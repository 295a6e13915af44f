package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import java.util.Optional;

/** A credential: read like text, never shown. */
public record SecretType() implements FieldType<Secret> {
    private static final TextType TEXT = TextType.hidden();

    @Override
    public Optional<Secret> read(SourceNode node, ReadScope scope) {
        return TEXT.read(node, scope).map(Secret::new);
    }

    @Override
    public JsonNode toJson(Secret value) {
        return Json.NODES.textNode(value.reveal().isEmpty() ? "" : TextType.MASK);
    }

    @Override
    public ObjectNode schema() {
        return TEXT.schema();
    }

    @Override
    public String label() {
        return "text (secret)";
    }
}
