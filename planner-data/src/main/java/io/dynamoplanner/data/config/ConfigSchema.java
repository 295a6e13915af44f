package io.dynamoplanner.data.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The configuration as a JSON Schema, draft 2020-12, for editors and for checks before a deployment. It is as strict as
 * a schema can be: unknown keys are refused, and numbers have their ranges. What it cannot tell are rules between
 * fields and whether a file exists. Numbers and switches in quotes, which the planner reads, it refuses.
 */
public final class ConfigSchema {
    private ConfigSchema() {}

    /** The schema as indented JSON text. */
    public static String text() {
        return generate().toPrettyString() + "\n";
    }

    static ObjectNode generate() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Dynamo Planner configuration");
        root.put("type", "object");
        ObjectNode properties = root.putObject("properties");
        for (ConfigField<?> field : ConfigFields.all()) {
            properties.set(field.name(), property(field));
            for (String alias : field.aliases()) {
                ObjectNode old = field.type().schema();
                old.put("description", "Old name of " + field.name() + ".").put("deprecated", true);
                properties.set(alias, old);
            }
        }
        root.put("additionalProperties", false);
        return root;
    }

    private static <T> ObjectNode property(ConfigField<T> field) {
        ObjectNode schema = field.type().schema();
        schema.put("description", field.doc());
        schema.set("default", field.show(field.initial()));
        if (field.effect().kind() == Effect.Kind.RETIRED) {
            schema.put("deprecated", true);
        }
        return schema;
    }
}
