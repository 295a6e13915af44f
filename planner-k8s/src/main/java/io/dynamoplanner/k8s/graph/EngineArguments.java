package io.dynamoplanner.k8s.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of an engine says. Written by people, so it comes as text or as a list, with several words in
 * one element, as {@code --flag value} or {@code --flag=value}, and with references to the environment.
 */
final class EngineArguments {
    private static final List<String> MODEL_FLAGS =
            List.of("--served-model-name", "--model-name", "--model", "--model-path");
    private static final String ENDPOINT_FLAG = "--endpoint";
    private static final String SCHEME = "dyn://";

    /** {@code $(NAME)} as Kubernetes expands it, {@code ${NAME}}, {@code ${NAME:-otherwise}} and {@code $NAME} as a shell does. */
    private static final Pattern REFERENCE = Pattern.compile(
            "\\$(?:\\((?<k8s>\\w+)\\)|\\{(?<braced>\\w+)(?::-(?<otherwise>[^}]*))?}|(?<plain>[A-Za-z_]\\w*))");

    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment;

    /**
     * @param commandLine command and arguments, each text or a list
     * @param environment plain values of the variables of the container
     */
    EngineArguments(List<JsonNode> commandLine, Map<String, String> environment) {
        this.environment = environment;
        for (JsonNode part : commandLine) {
            if (part.isTextual()) {
                words.addAll(ShellWords.split(part.textValue()));
            }
            for (JsonNode element : part) {
                if (element.isValueNode() && !element.isNull()) {
                    words.addAll(ShellWords.split(element.asText()));
                }
            }
        }
    }

    /** The model; of several flags that name one, the one that clients see. */
    Optional<String> model() {
        return MODEL_FLAGS.stream().flatMap(flag -> value(flag).stream()).findFirst();
    }

    /** {@code namespace.component.endpoint}. */
    Optional<String> endpoint() {
        return value(ENDPOINT_FLAG)
                .map(text -> text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text)
                .filter(text -> text.matches("[^.\\s]+\\.[^.\\s]+\\.[^.\\s]+"));
    }

    /** Value of the first occurrence that has one. */
    private Optional<String> value(String flag) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String value = null;
            if (word.startsWith(flag + "=")) {
                value = word.substring(flag.length() + 1);
            } else if (word.equals(flag)
                    && i + 1 < words.size()
                    && !words.get(i + 1).startsWith("--")) {
                value = words.get(i + 1);
            }
            Optional<String> expanded = value == null ? Optional.empty() : expand(value);
            if (expanded.isPresent()) {
                return expanded;
            }
        }
        return Optional.empty();
    }

    /** Empty if it refers to something whose value is not in the graph, a secret for instance. */
    private Optional<String> expand(String value) {
        Matcher reference = REFERENCE.matcher(value);
        var expanded = new StringBuilder();
        while (reference.find()) {
            String found = lookUp(reference);
            if (found == null) {
                return Optional.empty();
            }
            reference.appendReplacement(expanded, Matcher.quoteReplacement(found));
        }
        reference.appendTail(expanded);
        return Optional.of(expanded.toString().strip()).filter(text -> !text.isEmpty());
    }

    private @Nullable String lookUp(Matcher reference) {
        for (String group : List.of("k8s", "braced", "plain")) {
            String name = reference.group(group);
            if (name != null && environment.containsKey(name)) {
                return environment.get(name);
            }
        }
        return reference.group("otherwise");
    }
}
