package io.dynamoplanner.k8s.write;

import io.dynamoplanner.core.finding.Finding;
import java.util.List;
import java.util.Map;

/**
 * What a snapshot means in the light of what has been written.
 *
 * @param desired replicas asked for, by component: the count of the adapter where there is one, or the count that has been
 *     written if the snapshot is too old to show it
 * @param mayBe the largest count that a write which has not shown up may still bring about, by component; absent where there
 *     is none. GPUs have to be there for it
 * @param findings writes that do not show up, and changes by others; mostly none
 */
public record Sighting(Map<String, Integer> desired, Map<String, Integer> mayBe, List<Finding> findings) {
    public Sighting {
        desired = Map.copyOf(desired);
        mayBe = Map.copyOf(mayBe);
        findings = List.copyOf(findings);
    }
}
