package io.dynamoplanner.data.config.type;

import java.util.Locale;

/** A constant of an enum that stands in configuration files; by default as its name in lower case. */
public interface Choice {
    String name();

    default String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
