package io.dynamoplanner.data.config;

/** A value and where it comes from. */
record Setting<T>(T value, Origin origin) {}
