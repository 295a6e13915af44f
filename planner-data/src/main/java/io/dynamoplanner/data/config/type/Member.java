package io.dynamoplanner.data.config.type;

import java.util.Optional;

/**
 * One named part of a structured value.
 *
 * @param initial the default; empty if the member must be given
 */
public record Member<T>(String name, FieldType<T> type, Optional<T> initial, String doc) {

    public static <T> Member<T> required(String name, FieldType<T> type, String doc) {
        return new Member<>(name, type, Optional.empty(), doc);
    }

    public static <T> Member<T> of(String name, FieldType<T> type, T initial, String doc) {
        return new Member<>(name, type, Optional.of(initial), doc);
    }

    /** A member that may be absent or null. */
    public static <T> Member<Optional<T>> optional(String name, FieldType<T> type, String doc) {
        return new Member<>(name, OptionalType.of(type), Optional.of(Optional.empty()), doc);
    }
}
