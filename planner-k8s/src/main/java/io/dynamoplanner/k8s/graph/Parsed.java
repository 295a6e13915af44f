package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.finding.Finding;
import java.util.List;
import java.util.Objects;

/**
 * What was read of an object, and what did not read as it should.
 *
 * @param findings one for each field that was there but made no sense; such a field reads as absent
 */
public record Parsed<T>(T value, List<Finding> findings) {
    public Parsed {
        Objects.requireNonNull(value, "value");
        findings = List.copyOf(findings);
    }
}
