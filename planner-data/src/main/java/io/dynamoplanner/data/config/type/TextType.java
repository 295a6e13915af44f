package io.dynamoplanner.data.config.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.SourceNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of text.
 *
 * @param mayBeEmpty whether the empty text is a value
 * @param display how a value is shown: as it is, without the credentials of a URL, or not at all
 */
public record TextType(boolean mayBeEmpty, Display display) implements FieldType<String> {
    static final String MASK = "***";
    private static final int MAX_LENGTH = 4096;
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/?#@]*@");

    /** How much of a value is shown. */
    public enum Display {
        FULL,
        URL,
        HIDDEN
    }

    public static TextType text() {
        return new TextType(true, Display.FULL);
    }

    public static TextType nonEmpty() {
        return new TextType(false, Display.FULL);
    }

    /** Text that may carry {@code user:password@}. */
    public static TextType url() {
        return new TextType(false, Display.URL);
    }

    /** Text that may be a credential in a place that is not meant for one. */
    public static TextType hidden() {
        return new TextType(true, Display.HIDDEN);
    }

    @Override
    public Optional<String> read(SourceNode node, ReadScope scope) {
        ReadScope shown = display == Display.FULL ? scope : scope.hidden();
        if (!(node instanceof SourceNode.Scalar scalar) || scalar.kind() != SourceNode.Kind.TEXT) {
            shown.problem(node, "must be text, not " + node.describe(), "put the text in quotes");
            return Optional.empty();
        }
        if (!mayBeEmpty && scalar.text().isBlank()) {
            shown.problem(node, "must not be empty", "write a value or remove the line");
            return Optional.empty();
        }
        if (scalar.text().length() > MAX_LENGTH) {
            shown.problem(node, "must not be longer than " + MAX_LENGTH + " characters", "shorten it");
            return Optional.empty();
        }
        if (scalar.text().chars().anyMatch(Character::isISOControl)) {
            shown.problem(node, "must be one line without control characters", "remove them");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    @Override
    public JsonNode toJson(String value) {
        return Json.NODES.textNode(
                switch (display) {
                    case FULL -> value;
                    case URL -> CREDENTIALS.matcher(value).replaceAll(MASK + "@");
                    case HIDDEN -> MASK;
                });
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.typed("string").put("maxLength", MAX_LENGTH);
        return mayBeEmpty ? schema : schema.put("minLength", 1);
    }

    @Override
    public String label() {
        return "text";
    }
}
