package io.dynamoplanner.data.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All configuration fields, in the order of the documentation. */
public final class ConfigFields {
    private static final List<ConfigField<?>> ALL = Stream.of(
                    DeploymentFields.all(),
                    TargetFields.all(),
                    BudgetFields.all(),
                    PacingFields.all(),
                    ForecastFields.all(),
                    EngineModelFields.all(),
                    MetricsFields.all(),
                    ReliabilityFields.all(),
                    LoadScalingFields.all(),
                    ReportFields.all(),
                    PluginFields.all(),
                    CompatibilityFields.all())
            .<ConfigField<?>>flatMap(List::stream)
            .toList();

    private ConfigFields() {}

    public static List<ConfigField<?>> all() {
        return ALL;
    }

    /** Fields by every name that a file may use for them. */
    static Map<String, ConfigField<?>> byFileName() {
        Map<String, ConfigField<?>> fields = new TreeMap<>();
        for (ConfigField<?> field : ALL) {
            fields.put(field.name(), field);
            field.aliases().forEach(alias -> fields.put(alias, field));
        }
        return fields;
    }

    /** Fields by flag. */
    static Map<String, ConfigField<?>> byFlag() {
        Map<String, ConfigField<?>> fields = new TreeMap<>();
        for (ConfigField<?> field : ALL) {
            field.flags().forEach(flag -> fields.put(flag.name(), field));
        }
        return fields;
    }
}
