package io.dynamoplanner.data.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Rewrites an old file or an old command line as a YAML file of today, with a comment wherever something changed. */
public final class ConfigConvert {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z./][A-Za-z0-9_./-]*");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    /** Their derived values come out the same again when the new file is loaded. */
    private static final Set<ConfigField<?>> DERIVED_AGAIN =
            Set.of(PluginFields.SCHEDULING, EngineModelFields.INTERPOLATION, ForecastFields.LOAD_PREDICTOR);

    private final PlannerConfig config;
    private final StringBuilder out = new StringBuilder();

    private ConfigConvert(PlannerConfig config) {
        this.config = config;
    }

    /**
     * Converts what a document and flags say; environment variables stay outside, where they are.
     *
     * @param configArgument path or inline JSON
     * @param arguments command-line arguments in the style of any release
     * @return YAML text; credentials are left out, with a comment
     * @throws ConfigException if the input is refused
     */
    public static String toYaml(Optional<String> configArgument, List<String> arguments) {
        PlannerConfig config = ConfigLoader.load(configArgument, FlagArguments.parse(arguments), Map.of());
        return new ConfigConvert(config).write();
    }

    private String write() {
        out.append("# Dynamo Planner configuration\n");
        for (Group group : Group.values()) {
            List<ConfigField<?>> fields = ConfigFields.all().stream()
                    .filter(field -> field.group() == group && isWritten(field))
                    .toList();
            if (!fields.isEmpty()) {
                out.append("\n# ").append(group.title()).append('\n');
                fields.forEach(this::line);
            }
        }
        List<Finding> elsewhere = config.findings().stream()
                .filter(finding -> ConfigFields.all().stream()
                        .noneMatch(field -> field.name().equals(finding.field()) && isWritten(field)))
                .toList();
        if (!elsewhere.isEmpty()) {
            out.append("\n# Notes\n");
            elsewhere.forEach(this::comment);
        }
        return out.toString();
    }

    private boolean isWritten(ConfigField<?> field) {
        return makesADifference(config, field);
    }

    /** Whether a field must be written down so that loading what was written gives the same configuration. */
    static boolean makesADifference(PlannerConfig config, ConfigField<?> field) {
        Origin origin = config.origin(field);
        return origin.isGiven() || (origin.kind() == Origin.Kind.DERIVED && !DERIVED_AGAIN.contains(field));
    }

    private <T> void line(ConfigField<T> field) {
        config.findings().stream()
                .filter(finding -> finding.field().equals(field.name()))
                .forEach(this::comment);
        if (config.origin(field).kind() == Origin.Kind.DERIVED) {
            out.append("# ").append(config.origin(field).where()).append('\n');
        }
        String value = yaml(field.show(config.get(field)));
        if (value.contains("***")) {
            String advice = field.variables().isEmpty()
                    ? "add it by hand"
                    : "set " + field.variables().get(0);
            out.append("# ").append(field.name()).append(" may hold a credential and is not written: ");
            out.append(advice).append('\n');
        } else if (field.effect().kind() == Effect.Kind.RETIRED) {
            out.append("# ").append(field.name()).append(": ").append(value).append('\n');
        } else {
            out.append(field.name()).append(": ").append(value).append('\n');
        }
    }

    private void comment(Finding finding) {
        out.append("# ").append(finding.severity()).append(' ');
        out.append(finding.field()).append(": ").append(finding.text()).append('\n');
    }

    /** JSON is YAML; a plain word only looks better without quotes. */
    private static String yaml(JsonNode value) {
        String text = value.asText();
        boolean bare = value.isTextual()
                && PLAIN.matcher(text).matches()
                && !text.startsWith(".")
                && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return bare ? text : value.toString();
    }
}
