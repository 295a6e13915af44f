package io.dynamoplanner.data.config.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a structured value, each set or at its default.
 *
 * @param values by member name, in the order of the members
 * @param given names of the members that the document sets
 */
public record Struct(Map<String, Object> values, Set<String> given) {
    public Struct {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        given = Set.copyOf(given);
    }

    /** The value of a member of the type that this was read with. */
    @SuppressWarnings("unchecked") // StructType stores under a member's name only what that member's type has read
    public <T> T get(Member<T> member) {
        return (T) Objects.requireNonNull(values.get(member.name()), member.name());
    }

    public boolean isGiven(Member<?> member) {
        return given.contains(member.name());
    }

    /** The same members with one replaced. */
    public <T> Struct with(Member<T> member, T value) {
        Map<String, Object> changed = new LinkedHashMap<>(values);
        changed.put(member.name(), value);
        return new Struct(changed, given);
    }

    /** Two are equal if their values are, whether those were written or left out. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Struct struct && struct.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
