package io.dynamoplanner.k8s.graph;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.fleet.Fleet;
import io.dynamoplanner.core.role.PerRole;
import java.util.List;
import java.util.Objects;

/**
 * The fleet of a graph, read off its objects.
 *
 * @param memory to hand in at the next look
 * @param evidence what the state of each role was concluded from
 */
public record FleetReading(Fleet fleet, FleetMemory memory, PerRole<RoleEvidence> evidence, List<Finding> findings) {
    public FleetReading {
        Objects.requireNonNull(fleet, "fleet");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(evidence, "evidence");
        findings = List.copyOf(findings);
    }
}
