package io.dynamoplanner.metrics.exporter;

import java.util.Objects;

/**
 * Which program it is.
 *
 * @param version version of the planner
 * @param java version of the Java runtime
 */
public record BuildInfo(String version, String java) {
    public BuildInfo {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(java, "java");
    }
}
