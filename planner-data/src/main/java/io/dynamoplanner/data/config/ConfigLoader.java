package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Problem;
import io.dynamoplanner.data.config.type.StructType;
import io.dynamoplanner.data.config.type.Suggestion;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a {@link PlannerConfig} from a document, flags and environment variables. A flag beats the document, the
 * document beats a variable, a variable beats the default: variables only supply defaults, as in the reference.
 */
public final class ConfigLoader {
    private final Draft draft = new Draft();

    private ConfigLoader() {}

    /**
     * Loads from the value of {@code --config}.
     *
     * @param configArgument path of a YAML or JSON file, or JSON in place
     * @param flags value by flag, hyphens included; the empty text for a flag without a value
     * @param environment the variables to look at
     * @throws ConfigException with all problems, if there are any
     * @throws io.dynamoplanner.data.document.DocumentException if the document cannot be read at all
     */
    public static PlannerConfig load(
            Optional<String> configArgument, Map<String, String> flags, Map<String, String> environment) {
        return loadDocument(configArgument.map(DocumentReader::readArgument), flags, environment);
    }

    /** Loads from a document that was read already; errors as in {@link #load}. */
    public static PlannerConfig loadDocument(
            Optional<SourceNode> document, Map<String, String> flags, Map<String, String> environment) {
        ConfigLoader loader = new ConfigLoader();
        loader.readEnvironment(environment, document);
        document.ifPresent(loader::readDocument);
        loader.readFlags(flags);
        Derivations.apply(loader.draft);
        CrossFieldRules.check(loader.draft);
        Advice.give(loader.draft);
        return loader.draft.finish();
    }

    private void readEnvironment(Map<String, String> environment, Optional<SourceNode> document) {
        for (ConfigField<?> field : ConfigFields.all()) {
            // A variable that the document overrides does not count, so it may be wrong.
            if (document.isPresent() && isIn(document.get(), field)) {
                continue;
            }
            Optional<String> variable = field.variables().stream()
                    .filter(name -> !environment.getOrDefault(name, "").isBlank())
                    .findFirst();
            if (variable.isPresent()) {
                SourcePosition at = SourcePosition.of("environment " + variable.get());
                String text = environment.getOrDefault(variable.get(), "");
                draft.read(field, field.fromText(text, at), Origin.at(Origin.Kind.ENVIRONMENT, at));
            }
        }
    }

    private static boolean isIn(SourceNode document, ConfigField<?> field) {
        return document instanceof SourceNode.Mapping mapping
                && (mapping.find(field.name()).isPresent()
                        || field.aliases().stream()
                                .anyMatch(alias -> mapping.find(alias).isPresent()));
    }

    private void readDocument(SourceNode document) {
        if (!(document instanceof SourceNode.Mapping mapping)) {
            draft.problem(new Problem(
                    Problem.Kind.FIELD,
                    document.position().toString(),
                    "(document)",
                    Optional.empty(),
                    "must be a mapping of fields, not " + document.describe(),
                    "write lines such as 'ttft_ms: 500'"));
            return;
        }
        Map<String, ConfigField<?>> known = ConfigFields.byFileName();
        Map<ConfigField<?>, SourceNode.Entry> seen = new LinkedHashMap<>();
        for (SourceNode.Entry entry : mapping.entries()) {
            ConfigField<?> field = known.get(entry.key());
            if (field == null) {
                unknownKey(entry, known);
                continue;
            }
            SourceNode.Entry before = seen.putIfAbsent(field, entry);
            if (before != null) {
                draft.scope()
                        .member(field.name())
                        .problemAt(
                                entry.position(),
                                "is also given as '" + before.key() + "' at " + before.position(),
                                "keep one of the two");
                continue;
            }
            draft.read(
                    field,
                    entry.value(),
                    Origin.at(Origin.Kind.FILE, entry.value().position()));
            if (!entry.key().equals(field.name())) {
                draft.finding(new Finding(
                        Finding.Severity.INFO,
                        field.name(),
                        Origin.at(Origin.Kind.FILE, entry.position()),
                        "'" + entry.key() + "' is its old name"));
            }
        }
    }

    private void unknownKey(SourceNode.Entry entry, Map<String, ConfigField<?>> known) {
        String prefix = "planner_";
        if (entry.key().startsWith(prefix) && known.containsKey(entry.key().substring(prefix.length()))) {
            draft.scope()
                    .member(entry.key())
                    .problemAt(entry.position(), "is not a known field", "remove the prefix '" + prefix + "'");
        } else {
            StructType.unknownKey(entry, List.copyOf(known.keySet()), draft.scope());
        }
    }

    private void readFlags(Map<String, String> flags) {
        Map<String, ConfigField<?>> known = ConfigFields.byFlag();
        Map<ConfigField<?>, List<String>> given = new LinkedHashMap<>();
        // Sorted, so that problems come in the same order whatever map the caller has.
        for (String flag : new TreeMap<>(flags).keySet()) {
            ConfigField<?> field = known.get(flag);
            if (field != null) {
                given.computeIfAbsent(field, any -> new ArrayList<>()).add(flag);
            } else if (RetiredFlags.find(flag).isPresent()) {
                RetiredFlags.find(flag).get().meet(flag, draft);
            } else {
                flagProblem(flag, flag, "is not a known flag", suggestion(flag, known));
            }
        }
        given.forEach((field, names) -> readFlag(field, names, flags));
    }

    private static String suggestion(String flag, Map<String, ConfigField<?>> known) {
        return Suggestion.closest(flag, known.keySet())
                .map(closest -> "did you mean '" + closest + "'?")
                .orElse("remove it");
    }

    /** Several flags for one field: the one that implies a value wins (switching off beats switching on). */
    private void readFlag(ConfigField<?> field, List<String> names, Map<String, String> flags) {
        List<ConfigField.Flag> used = field.flags().stream()
                .filter(flag -> names.contains(flag.name()))
                .toList();
        ConfigField.Flag flag = used.stream()
                .filter(one -> one.implied().isPresent())
                .findFirst()
                .orElse(used.get(0));
        if (used.size() > 1 && flag.implied().isEmpty()) {
            flagProblem(
                    used.get(1).name(),
                    field.name(),
                    "is also given by " + used.get(0).name(),
                    "keep one of the two flags");
            return;
        }
        SourcePosition at = SourcePosition.of("flag " + flag.name());
        String text = flags.getOrDefault(flag.name(), "");
        if (flag.implied().isPresent() && !text.isEmpty()) {
            flagProblem(flag.name(), field.name(), "takes no value", "leave the value out");
            return;
        }
        draft.read(field, field.fromText(flag.implied().orElse(text), at), Origin.at(Origin.Kind.FLAG, at));
    }

    private void flagProblem(String flag, String field, String rule, String remedy) {
        draft.problem(new Problem(Problem.Kind.FIELD, "flag " + flag, field, Optional.empty(), rule, remedy));
    }
}
