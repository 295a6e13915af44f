package io.dynamoplanner.app.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.data.file.OneLine;
import java.util.Map;
import java.util.Optional;

/**
 * The first place at which what was recorded is not what is derived.
 *
 * @param field path of it, with dots
 */
record Difference(String field, String recorded, String derived) {

    /** Compares all that was recorded; what only this release writes does not count. */
    static Optional<Difference> between(String field, JsonNode recorded, JsonNode derived) {
        if (recorded.isObject() && derived.isObject()) {
            return inObject(field, recorded, derived);
        }
        if (recorded.isArray() && derived.isArray() && recorded.size() == derived.size()) {
            for (int i = 0; i < recorded.size(); i++) {
                Optional<Difference> found = between(field + "[" + i + "]", recorded.get(i), derived.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        return recorded.equals(derived)
                ? Optional.empty()
                : Optional.of(new Difference(field, shown(recorded), shown(derived)));
    }

    private static Optional<Difference> inObject(String field, JsonNode recorded, JsonNode derived) {
        for (Map.Entry<String, JsonNode> member : recorded.properties()) {
            String path = field.isEmpty() ? member.getKey() : field + "." + member.getKey();
            Optional<Difference> found = between(path, member.getValue(), derived.path(member.getKey()));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : OneLine.value(value.toString());
    }

    @Override
    public String toString() {
        return field + ": recorded " + recorded + ", derived " + derived;
    }
}
