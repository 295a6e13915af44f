package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping with known members: an unknown key is a problem, a missing member takes its default. */
public record StructType(List<Member<?>> members) implements FieldType<Struct> {
    public StructType {
        members = List.copyOf(members);
    }

    public static StructType of(Member<?>... members) {
        return new StructType(List.of(members));
    }

    @Override
    public Optional<Struct> read(SourceNode node, ReadScope scope) {
        if (!(node instanceof SourceNode.Mapping mapping)) {
            scope.hidden().problem(node, "must be a mapping, not " + node.describe(), "write its members: " + names());
            return Optional.empty();
        }
        int before = scope.problemCount();
        for (SourceNode.Entry entry : mapping.entries()) {
            if (members.stream().noneMatch(member -> member.name().equals(entry.key()))) {
                unknownKey(entry, names(), scope);
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        Set<String> given = new HashSet<>();
        for (Member<?> member : members) {
            Optional<SourceNode.Entry> entry = mapping.find(member.name());
            Optional<?> value = entry.isPresent()
                    ? member.type().read(entry.get().value(), scope.member(member.name()))
                    : member.initial();
            if (entry.isPresent()) {
                given.add(member.name());
            } else if (value.isEmpty()) {
                scope.member(member.name()).problemAt(mapping.position(), "is missing", "add it: " + member.doc());
            }
            value.ifPresent(present -> values.put(member.name(), present));
        }
        return scope.problemCount() == before ? Optional.of(new Struct(values, given)) : Optional.empty();
    }

    /** Reports a key that nothing knows, with the nearest one that is known. */
    public static void unknownKey(SourceNode.Entry entry, List<String> known, ReadScope scope) {
        String remedy = Suggestion.closest(entry.key(), known)
                .map(closest -> "did you mean '" + closest + "'?")
                .orElse("remove it");
        scope.member(entry.key()).problemAt(entry.position(), "is not a known field", remedy);
    }

    /** All members at their defaults; only for types in which every member has one. */
    public Struct defaults() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Member<?> member : members) {
            values.put(member.name(), member.initial().orElseThrow());
        }
        return new Struct(values, Set.of());
    }

    private List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    @Override
    public SourceNode fromText(String text, SourcePosition at) {
        return FieldType.flow(text, at);
    }

    @Override
    public JsonNode toJson(Struct value) {
        ObjectNode object = Json.object();
        members.forEach(member -> object.set(member.name(), memberJson(member, value)));
        return object;
    }

    private static <T> JsonNode memberJson(Member<T> member, Struct value) {
        return member.type().toJson(value.get(member));
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.typed("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = Json.array();
        for (Member<?> member : members) {
            properties.set(member.name(), memberSchema(member));
            if (member.initial().isEmpty()) {
                required.add(member.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    private static <T> ObjectNode memberSchema(Member<T> member) {
        ObjectNode schema = member.type().schema().put("description", member.doc());
        member.initial()
                .ifPresent(initial -> schema.set("default", member.type().toJson(initial)));
        return schema;
    }

    @Override
    public String label() {
        return "mapping of "
                + String.join(
                        ", ", names().stream().map(name -> "`" + name + "`").toList());
    }
}
