package io.dynamoplanner.data.config;

import io.dynamoplanner.data.config.type.Problem;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.document.SourceNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A configuration while it is being loaded: values so far, and everything that was found on the way. */
final class Draft {
    private final Map<ConfigField<?>, Setting<?>> settings = new LinkedHashMap<>();
    private final Set<ConfigField<?>> broken = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    Draft() {
        ConfigFields.all().forEach(this::setDefault);
    }

    private <T> void setDefault(ConfigField<T> field) {
        set(field, field.initial(), Origin.DEFAULT);
    }

    ReadScope scope() {
        return ReadScope.root(problems);
    }

    <T> void set(ConfigField<T> field, T value, Origin origin) {
        settings.put(field, new Setting<>(value, origin));
    }

    /** Reads a value; one that cannot be read leaves the default and marks the field. */
    <T> void read(ConfigField<T> field, SourceNode node, Origin origin) {
        Optional<T> value = field.read(node, scope());
        if (value.isPresent()) {
            set(field, value.get(), origin);
        } else {
            broken.add(field);
        }
    }

    @SuppressWarnings("unchecked") // set() is the only writer and ties the value's type to the field's
    <T> T get(ConfigField<T> field) {
        return (T) Objects.requireNonNull(settings.get(field)).value();
    }

    Origin origin(ConfigField<?> field) {
        return Objects.requireNonNull(settings.get(field)).origin();
    }

    boolean isGiven(ConfigField<?> field) {
        return origin(field).isGiven();
    }

    boolean isBroken(ConfigField<?> field) {
        return broken.contains(field);
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    /** A problem of a field whose own value is sound, reported where the value was given. */
    <T> void conflict(Problem.Kind kind, ConfigField<T> field, String rule, String remedy) {
        String shown = field.show(get(field)).toString();
        problem(new Problem(
                kind,
                origin(field).toString(),
                field.name(),
                shown.startsWith("{") ? Optional.empty() : Optional.of(shown),
                rule,
                remedy));
    }

    void finding(Finding.Severity severity, ConfigField<?> field, String text) {
        finding(new Finding(severity, field.name(), origin(field), text));
    }

    void finding(Finding finding) {
        findings.add(finding);
    }

    /** The result, or all problems at once. */
    PlannerConfig finish() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        List<Finding> loudestFirst = new ArrayList<>(findings);
        loudestFirst.sort(Comparator.comparing(Finding::severity).reversed());
        return new PlannerConfig(settings, loudestFirst);
    }
}
