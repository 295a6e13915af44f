package io.dynamoplanner.data.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.OpenType;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.config.type.TextType;
import io.dynamoplanner.data.document.SourceNode;
import java.util.Optional;

/** A path, or the content of the file in place; the content is read by whoever knows its fields. */
record PathOrMappingType() implements FieldType<SourceNode> {
    private static final TextType PATH = TextType.nonEmpty();
    private static final OpenType CONTENT = new OpenType();

    @Override
    public Optional<SourceNode> read(SourceNode node, ReadScope scope) {
        if (node instanceof SourceNode.Mapping) {
            return Optional.of(node);
        }
        return PATH.read(node, scope).map(path -> node);
    }

    @Override
    public JsonNode toJson(SourceNode value) {
        return CONTENT.toJson(value);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        ArrayNode either = schema.putArray("anyOf");
        either.add(PATH.schema());
        either.add(CONTENT.schema());
        return schema;
    }

    @Override
    public String label() {
        return "path or mapping";
    }
}
