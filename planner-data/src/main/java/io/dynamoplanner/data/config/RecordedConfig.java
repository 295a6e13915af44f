package io.dynamoplanner.data.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamoplanner.data.document.DocumentReader;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A configuration as a ledger holds it: the fields that were given, by name, so that loading them gives the same
 * decisions.
 *
 * <p>How the planner reaches Prometheus and plugins is left out: it decides nothing, may hold credentials, and names
 * files that only the planner's own machine has. Other credentials are masked.
 */
public final class RecordedConfig {
    private static final Set<Group> LEFT_OUT = Set.of(Group.METRICS, Group.PLUGINS);

    private RecordedConfig() {}

    public static ObjectNode write(PlannerConfig config) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (ConfigField<?> field : ConfigFields.all()) {
            if (!LEFT_OUT.contains(field.group()) && ConfigConvert.makesADifference(config, field)) {
                put(node, config, field);
            }
        }
        return node;
    }

    private static <T> void put(ObjectNode node, PlannerConfig config, ConfigField<T> field) {
        node.set(field.name(), field.show(config.get(field)));
    }

    /**
     * The configuration again, with some fields changed.
     *
     * @param where the document it stands in, for messages
     * @param changes new values by field name, as text like that of a flag; empty for none
     * @throws ConfigException with all problems, naming the fields
     */
    public static PlannerConfig read(JsonNode recorded, String where, Map<String, String> changes) {
        SourceNode document = DocumentReader.parseJson(where, recorded.toString());
        return ConfigLoader.loadDocument(Optional.of(changed(document, changes)), Map.of(), Map.of());
    }

    private static SourceNode changed(SourceNode document, Map<String, String> changes) {
        if (changes.isEmpty() || !(document instanceof SourceNode.Mapping mapping)) {
            return document;
        }
        Map<String, ConfigField<?>> known = ConfigFields.byFileName();
        var entries = new ArrayList<>(mapping.entries());
        changes.forEach((name, text) -> {
            SourcePosition at = SourcePosition.of("--set " + name);
            ConfigField<?> field = known.get(name);
            // a name that no field has is left to the loader, which knows what to say about it
            SourceNode value =
                    field == null ? new SourceNode.Scalar(SourceNode.Kind.TEXT, text, at) : field.fromText(text, at);
            List<String> names = field == null ? List.of(name) : names(field);
            entries.removeIf(entry -> names.contains(entry.key()));
            entries.add(new SourceNode.Entry(name, at, value));
        });
        return new SourceNode.Mapping(entries, mapping.position());
    }

    private static List<String> names(ConfigField<?> field) {
        var names = new ArrayList<>(field.aliases());
        names.add(field.name());
        return names;
    }
}
