package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A type whose values are read as one kind of data and kept as another.
 *
 * @param <D> how it is written
 * @param <R> how it is kept
 */
public record RecordType<D, R>(FieldType<D> written, Assembly<D, R> assembly, Function<R, D> disassembly)
        implements FieldType<R> {

    /** Makes the value, or reports why it cannot be made. */
    @FunctionalInterface
    public interface Assembly<D, R> {
        Optional<R> assemble(D written, SourceNode node, ReadScope scope);
    }

    @Override
    public Optional<R> read(SourceNode node, ReadScope scope) {
        return written.read(node, scope).flatMap(data -> assembly.assemble(data, node, scope));
    }

    @Override
    public SourceNode fromText(String text, SourcePosition at) {
        return written.fromText(text, at);
    }

    @Override
    public JsonNode toJson(R value) {
        return written.toJson(disassembly.apply(value));
    }

    @Override
    public ObjectNode schema() {
        return written.schema();
    }

    @Override
    public List<Member<?>> members() {
        return written.members();
    }

    @Override
    public String label() {
        return written.label();
    }
}
