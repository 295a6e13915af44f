package io.dynamoplanner.data.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.document.SourceNode;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hours and minutes. {@code 22:30} without quotes is a number in base 60 to YAML 1.1, so the text decides.
 *
 * @param endOfDay whether 24:00 is allowed; it is kept as midnight
 */
record TimeOfDayType(boolean endOfDay) implements FieldType<LocalTime> {
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";

    @Override
    public Optional<LocalTime> read(SourceNode node, ReadScope scope) {
        if (node instanceof SourceNode.Scalar scalar) {
            String text = scalar.text().strip();
            if (endOfDay && text.equals("24:00")) {
                return Optional.of(LocalTime.MIDNIGHT);
            }
            if (Pattern.matches(TIME, text)) {
                return Optional.of(LocalTime.parse(text));
            }
        }
        scope.problem(node, "must be a time of day, HH:MM", "write it with two digits each, such as '08:30'");
        return Optional.empty();
    }

    @Override
    public JsonNode toJson(LocalTime value) {
        boolean end = endOfDay && value.equals(LocalTime.MIDNIGHT);
        return JsonNodeFactory.instance.textNode(end ? "24:00" : value.toString());
    }

    @Override
    public ObjectNode schema() {
        String pattern = endOfDay ? "^(" + TIME + "|24:00)$" : "^" + TIME + "$";
        return JsonNodeFactory.instance.objectNode().put("type", "string").put("pattern", pattern);
    }

    @Override
    public String label() {
        return "HH:MM";
    }
}
