package io.dynamoplanner.data.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The generated part of the migration guide: old names, variables, and fields that nothing acts on yet. */
public final class MigrationDocs {
    private static final String BEGIN = "<!-- Generated from the field registry; do not edit from here. -->\n";
    private static final String END = "<!-- End of the generated part. -->\n";

    private final StringBuilder out = new StringBuilder();

    private MigrationDocs() {}

    /**
     * The guide with its generated part as it is now.
     *
     * @param guide Markdown with the two marks
     * @throws IllegalArgumentException if a mark is missing
     */
    public static String insertedInto(String guide) {
        int begin = guide.indexOf(BEGIN);
        int end = guide.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the guide has no generated part; add the two marks");
        }
        MigrationDocs docs = new MigrationDocs();
        docs.names();
        docs.variables();
        docs.later();
        return guide.substring(0, begin + BEGIN.length()) + docs.out + guide.substring(end);
    }

    private void names() {
        out.append("\n### Names of older releases\n\nEvery field also has a flag, its name with hyphens.\n\n");
        row("Written there", "Here");
        row("---", "---");
        for (ConfigField<?> field : ConfigFields.all()) {
            field.aliases().forEach(alias -> row(code(alias) + " in a file", code(field.name())));
            field.flags().stream()
                    .skip(1)
                    .forEach(flag -> row(
                            code(flag.name()),
                            code(field.name()
                                    + flag.implied().map(value -> ": " + value).orElse(""))));
        }
        RetiredFlags.all()
                .forEach(
                        (name, flag) -> row(code(name), (flag.harmless() ? "ignored: " : "refused: ") + flag.advice()));
        for (ConfigField<?> field : ConfigFields.all()) {
            if (field.effect().kind() == Effect.Kind.RETIRED) {
                row(code(field.name()), "accepted: " + field.effect().detail());
            }
        }
    }

    private void variables() {
        out.append("\n### Variables\n\nThe same as there; a file or a flag beats them.\n\n");
        row("Variable", "Field");
        row("---", "---");
        ConfigFields.all().forEach(field -> field.variables().forEach(name -> row(code(name), code(field.name()))));
    }

    private void later() {
        out.append(
                "\n### Accepted, but not acted on yet\n\nThe planner names each of these at its start if it is set.\n\n");
        row("Waits for", "Fields");
        row("---", "---");
        Map<String, List<String>> fields = new TreeMap<>();
        for (ConfigField<?> field : ConfigFields.all()) {
            if (field.effect().kind() == Effect.Kind.LATER) {
                fields.computeIfAbsent(field.effect().detail(), any -> new ArrayList<>())
                        .add(code(field.name()));
            }
        }
        fields.forEach((feature, names) -> row(feature, names.stream().collect(Collectors.joining(", "))));
        out.append('\n');
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private void row(String left, String right) {
        out.append("| ").append(left).append(" | ").append(right).append(" |\n");
    }
}
