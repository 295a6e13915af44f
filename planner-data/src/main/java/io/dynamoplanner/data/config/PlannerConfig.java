package io.dynamoplanner.data.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A checked configuration: a value for every field, where each comes from, and what is worth telling about it. */
public final class PlannerConfig {
    private final Map<ConfigField<?>, Setting<?>> settings;
    private final List<Finding> findings;

    PlannerConfig(Map<ConfigField<?>, Setting<?>> settings, List<Finding> findings) {
        this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        this.findings = List.copyOf(findings);
    }

    public <T> T get(ConfigField<T> field) {
        return setting(field).value();
    }

    public Origin origin(ConfigField<?> field) {
        return setting(field).origin();
    }

    /** Deprecated spellings, values without effect yet, likely mistakes; loudest first. */
    public List<Finding> findings() {
        return findings;
    }

    @SuppressWarnings("unchecked") // only values that the field's own type has read are stored under it
    private <T> Setting<T> setting(ConfigField<T> field) {
        return (Setting<T>) Objects.requireNonNull(settings.get(field), field.name());
    }

    @Override
    public String toString() {
        return "PlannerConfig of " + settings.size() + " fields";
    }
}
