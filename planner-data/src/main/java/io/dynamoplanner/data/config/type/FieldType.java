package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.DocumentException;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * How values of one kind are read, checked, shown and described.
 *
 * @param <T> the type of a value; never null, an absent value is an {@link Optional}
 */
public interface FieldType<T> {

    /** The value, or empty after at least one problem was reported to the scope. */
    Optional<T> read(SourceNode node, ReadScope scope);

    /** The value as data; credentials come out masked. */
    JsonNode toJson(T value);

    /** The shape as a JSON Schema (draft 2020-12). */
    ObjectNode schema();

    /** The type in a few words, for tables. */
    String label();

    /** Parts of the value that have names of their own, for the documentation. */
    default List<Member<?>> members() {
        return List.of();
    }

    /** What a flag or a variable gives, as a node; structured types read YAML flow style. */
    default SourceNode fromText(String text, SourcePosition at) {
        return new SourceNode.Scalar(SourceNode.Kind.TEXT, text, at);
    }

    /** Reads a list or a mapping from one line of text. */
    static SourceNode flow(String text, SourcePosition at) {
        try {
            return DocumentReader.parseYaml(at.toString(), text);
        } catch (DocumentException notYaml) {
            return new SourceNode.Scalar(SourceNode.Kind.TEXT, text, at);
        }
    }
}
