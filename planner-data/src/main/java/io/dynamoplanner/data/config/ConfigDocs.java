package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration reference as Markdown. */
public final class ConfigDocs {
    private static final String INTRODUCTION = """
            # Configuration

            Generated from the field registry; do not edit.

            The planner reads one YAML or JSON document, flags and environment variables. A flag beats the document, the
            document beats a variable, a variable beats the default. `--config` takes the path of a file (`.yaml` and
            `.yml` are YAML, `.json` is JSON, any other name is tried as both) or a JSON object in place. Every field has
            a flag: its name with hyphens, such as `--ttft-ms`; lists and mappings are written there in YAML flow style.
            `planner config show` tells for every field its value and where it comes from.

            Unknown keys, wrong types and values outside their range are errors; all of them are reported at once, each on
            one line with file and line. A switch is `true` or `false`. Numbers are decimal; leading zeros, base 60 and
            hexadecimal are refused, because readers of YAML do not agree on them. All latencies are in milliseconds.

            *Effect*: an effective field is acted on; a later one is accepted and checked and waits for the feature that
            it names; a retired one is accepted because old files have it. Fields marked (ours) do not exist in the
            reference planner. [deviations.md](deviations.md) lists what is read differently from the reference, and
            [planner-config.schema.json](planner-config.schema.json) is the same as a JSON Schema.
            """;

    private final StringBuilder out = new StringBuilder(INTRODUCTION);

    private ConfigDocs() {}

    public static String markdown() {
        ConfigDocs docs = new ConfigDocs();
        for (Group group : Group.values()) {
            docs.group(group);
        }
        return docs.out.toString();
    }

    private void group(Group group) {
        List<ConfigField<?>> fields = ConfigFields.all().stream()
                .filter(field -> field.group() == group)
                .toList();
        out.append("\n## ").append(group.title()).append("\n\n");
        out.append("| Field | Type | Default | Also set by | Effect | Meaning |\n");
        out.append("|---|---|---|---|---|---|\n");
        for (ConfigField<?> field : fields) {
            row(
                    "`" + field.name() + "`" + (field.isOurs() ? " (ours)" : ""),
                    typeLabel(field.type()),
                    initial(field),
                    otherNames(field),
                    field.effect().toString(),
                    field.doc());
        }
        fields.forEach(field -> members("`" + field.name() + "`", field.type()));
    }

    private static String typeLabel(FieldType<?> type) {
        return type.members().isEmpty() ? type.label() : "see below";
    }

    private static <T> String initial(ConfigField<T> field) {
        return field.type().members().isEmpty()
                ? code(field.show(field.initial()).toString())
                : "see below";
    }

    private static String otherNames(ConfigField<?> field) {
        List<String> names = new ArrayList<>();
        field.aliases().forEach(alias -> names.add(code(alias)));
        field.flags().stream().skip(1).forEach(flag -> names.add(code(flag.name())));
        field.variables().forEach(variable -> names.add(code("$" + variable)));
        return String.join(", ", names);
    }

    private void members(String owner, FieldType<?> type) {
        if (type.members().isEmpty()) {
            return;
        }
        out.append("\nMembers of ").append(owner).append(":\n\n");
        out.append("| Member | Type | Default | Meaning |\n");
        out.append("|---|---|---|---|\n");
        for (Member<?> member : type.members()) {
            row(code(member.name()), typeLabel(member.type()), initial(member), member.doc());
        }
        String prefix = owner.substring(0, owner.length() - 1);
        if (sameMembers(type)) {
            members(prefix + ".*`", type.members().get(0).type());
        } else {
            type.members().forEach(member -> members(prefix + "." + member.name() + "`", member.type()));
        }
    }

    /** Whether all members are structures of one form, which is then described once. */
    private static boolean sameMembers(FieldType<?> type) {
        List<List<Member<?>>> forms = type.members().stream()
                .map(member -> member.type().members())
                .distinct()
                .toList();
        return forms.size() == 1 && !forms.get(0).isEmpty() && type.members().size() > 1;
    }

    private static <T> String initial(Member<T> member) {
        return member.initial()
                .map(value -> code(member.type().toJson(value).toString()))
                .orElse("required");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private void row(String... cells) {
        out.append(List.of(cells).stream()
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
