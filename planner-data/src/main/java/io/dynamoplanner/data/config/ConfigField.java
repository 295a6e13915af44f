package io.dynamoplanner.data.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.dynamoplanner.data.config.type.FieldType;
import io.dynamoplanner.data.config.type.ReadScope;
import io.dynamoplanner.data.document.SourceNode;
import io.dynamoplanner.data.document.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about one configuration field. The loader, the documentation, the JSON Schema and the
 * reports are all made from these, so that they cannot disagree. Fields are compared by identity.
 *
 * @param <T> type of the value
 */
public final class ConfigField<T> {
    private final String name;
    private final FieldType<T> type;
    private final T initial;
    private final Group group;
    private final Effect effect;
    private final String doc;
    private final boolean ours;
    private final List<String> aliases;
    private final List<Flag> flags;
    private final List<String> variables;
    private final BiFunction<String, SourcePosition, SourceNode> textForm;

    private ConfigField(Builder<T> builder, T initial, String doc) {
        this.name = builder.name;
        this.type = builder.type;
        this.initial = initial;
        this.group = Objects.requireNonNull(builder.group, "group");
        this.effect = builder.effect;
        this.doc = doc;
        this.ours = builder.ours;
        this.aliases = List.copyOf(builder.aliases);
        this.flags = List.copyOf(builder.flags);
        this.variables = List.copyOf(builder.variables);
        this.textForm = builder.textForm == null ? type::fromText : builder.textForm;
    }

    /** Starts a field; its flag is its name with hyphens. */
    public static <T> Builder<T> of(String name, FieldType<T> type) {
        return new Builder<>(name, type);
    }

    /**
     * A flag that sets the field.
     *
     * @param implied the value that the flag stands for; empty if the flag takes one
     */
    public record Flag(String name, Optional<String> implied) {}

    public String name() {
        return name;
    }

    public FieldType<T> type() {
        return type;
    }

    /** The default. */
    public T initial() {
        return initial;
    }

    public Group group() {
        return group;
    }

    public Effect effect() {
        return effect;
    }

    /** What the field does, in one or two sentences. */
    public String doc() {
        return doc;
    }

    /** Whether the reference has no such field. */
    public boolean isOurs() {
        return ours;
    }

    /** Other names in files. */
    public List<String> aliases() {
        return aliases;
    }

    /** Flags; the first is the name with hyphens. */
    public List<Flag> flags() {
        return flags;
    }

    /** Environment variables that supply the default; the first that is set counts. */
    public List<String> variables() {
        return variables;
    }

    Optional<T> read(SourceNode node, ReadScope root) {
        return type.read(node, root.member(name));
    }

    SourceNode fromText(String text, SourcePosition at) {
        return textForm.apply(text, at);
    }

    /** The value for people and files, credentials masked. */
    public JsonNode show(T value) {
        return type.toJson(value);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects what a field needs; {@link #initially} ends it. */
    public static final class Builder<T> {
        private final String name;
        private final FieldType<T> type;
        private final List<String> aliases = new ArrayList<>();
        private final List<Flag> flags = new ArrayList<>();
        private final List<String> variables = new ArrayList<>();
        private @Nullable Group group;
        private Effect effect = Effect.EFFECTIVE;
        private boolean ours;
        private @Nullable BiFunction<String, SourcePosition, SourceNode> textForm;

        private Builder(String name, FieldType<T> type) {
            this.name = name;
            this.type = type;
            flags.add(new Flag("--" + name.replace('_', '-'), Optional.empty()));
        }

        public Builder<T> in(Group newGroup) {
            this.group = newGroup;
            return this;
        }

        public Builder<T> alias(String alias) {
            aliases.add(alias);
            return this;
        }

        public Builder<T> flag(String flag) {
            flags.add(new Flag(flag, Optional.empty()));
            return this;
        }

        public Builder<T> flagImplying(String flag, String value) {
            flags.add(new Flag(flag, Optional.of(value)));
            return this;
        }

        public Builder<T> variable(String variable) {
            variables.add(variable);
            return this;
        }

        /** How text of a flag or a variable is read, where it is not the same as in a file. */
        public Builder<T> textForm(BiFunction<String, SourcePosition, SourceNode> form) {
            this.textForm = form;
            return this;
        }

        public Builder<T> effect(Effect newEffect) {
            this.effect = newEffect;
            return this;
        }

        public Builder<T> later(String feature) {
            return effect(Effect.later(feature));
        }

        public Builder<T> ours() {
            this.ours = true;
            return this;
        }

        /** The field with its default and its description. */
        public ConfigField<T> initially(T initial, String doc) {
            return new ConfigField<>(this, initial, doc);
        }
    }
}
