package io.dynamoplanner.data.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a configuration came out as: every field with its value, its origin and its effect. Credentials are masked. */
public final class ConfigReport {
    private ConfigReport() {}

    /** A table for people, by group, followed by the findings. */
    public static String text(PlannerConfig config) {
        List<ConfigField<?>> fields = ConfigFields.all();
        int nameWidth = fields.stream().mapToInt(f -> f.name().length()).max().orElse(0);
        int valueWidth = 24;
        StringBuilder out = new StringBuilder();
        for (Group group : Group.values()) {
            out.append(group.title()).append('\n');
            for (ConfigField<?> field : fields) {
                if (field.group() == group) {
                    out.append("  ")
                            .append(padded(field.name(), nameWidth))
                            .append("  ")
                            .append(padded(shown(config, field), valueWidth))
                            .append("  ")
                            .append(config.origin(field))
                            .append("  [")
                            .append(field.effect())
                            .append("]\n");
                }
            }
        }
        config.findings().forEach(finding -> out.append(finding).append('\n'));
        return out.toString();
    }

    /** The same as JSON: {@code fields} and {@code findings}. */
    public static String json(PlannerConfig config) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode fields = root.putArray("fields");
        for (ConfigField<?> field : ConfigFields.all()) {
            addField(config, field, fields.addObject());
        }
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : config.findings()) {
            findings.addObject()
                    .put("severity", finding.severity().name())
                    .put("field", finding.field())
                    .put("origin", finding.origin().toString())
                    .put("text", finding.text());
        }
        return root.toPrettyString() + "\n";
    }

    private static <T> void addField(PlannerConfig config, ConfigField<T> field, ObjectNode target) {
        target.put("field", field.name());
        target.set("value", field.show(config.get(field)));
        target.put("origin", config.origin(field).toString());
        target.put("effect", field.effect().toString());
    }

    private static <T> String shown(PlannerConfig config, ConfigField<T> field) {
        return field.show(config.get(field)).toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
