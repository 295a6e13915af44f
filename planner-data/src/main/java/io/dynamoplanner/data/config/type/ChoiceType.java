package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One of a few names. The text decides, whatever YAML takes it for: {@code 1.0} is a name here.
 *
 * @param synonyms further spellings in lower case; if there are any, upper and lower case are the same
 */
public record ChoiceType<E extends Enum<E> & Choice>(List<E> choices, Map<String, E> synonyms) implements FieldType<E> {
    public ChoiceType {
        choices = List.copyOf(choices);
        synonyms = Map.copyOf(synonyms);
    }

    public static <E extends Enum<E> & Choice> ChoiceType<E> of(Class<E> type) {
        return new ChoiceType<>(List.of(type.getEnumConstants()), Map.of());
    }

    @Override
    public Optional<E> read(SourceNode node, ReadScope scope) {
        if (node instanceof SourceNode.Scalar scalar && scalar.kind() != SourceNode.Kind.NULL) {
            for (E choice : choices) {
                if (choice.spelling().equals(scalar.text())) {
                    return Optional.of(choice);
                }
            }
            E synonym = synonyms.get(scalar.text().toLowerCase(Locale.ROOT));
            if (synonym != null) {
                return Optional.of(synonym);
            }
            String remedy = Suggestion.closest(scalar.text(), spellings())
                    .map(closest -> "did you mean '" + closest + "'?")
                    .orElse("choose one of them");
            scope.problem(node, "must be one of " + String.join(", ", spellings()), remedy);
            return Optional.empty();
        }
        scope.problem(
                node,
                "must be one of " + String.join(", ", spellings()) + ", not " + node.describe(),
                "choose one of them");
        return Optional.empty();
    }

    private List<String> spellings() {
        return choices.stream().map(Choice::spelling).toList();
    }

    @Override
    public JsonNode toJson(E value) {
        return Json.NODES.textNode(value.spelling());
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object();
        ArrayNode values = schema.putArray("enum");
        for (E choice : choices) {
            values.add(choice.spelling());
            // A version such as 1.0 is a number to every YAML reader that does not know this field.
            if (choice.spelling().matches("[0-9]+\\.[0-9]+")) {
                values.add(Double.parseDouble(choice.spelling()));
            }
        }
        for (String synonym : synonyms.keySet().stream().sorted().toList()) {
            if (synonym.matches("[0-9]+")) {
                values.add(Integer.parseInt(synonym));
            } else {
                values.add(synonym);
            }
        }
        return schema;
    }

    @Override
    public String label() {
        return spellings().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
