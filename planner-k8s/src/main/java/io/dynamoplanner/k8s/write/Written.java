package io.dynamoplanner.k8s.write;

import io.dynamoplanner.core.finding.Finding;
import io.dynamoplanner.core.plan.Outcome;
import java.util.List;
import java.util.Objects;

/**
 * What became of a write.
 *
 * @param findings what its operator should know about: a missing right, an adapter that belongs to another graph, another
 *     writer; mostly none
 */
public record Written(Outcome outcome, List<Finding> findings) {
    public Written {
        Objects.requireNonNull(outcome, "outcome");
        findings = List.copyOf(findings);
    }

    static Written of(Outcome outcome) {
        return new Written(outcome, List.of());
    }

    static Written of(Outcome outcome, Finding finding) {
        return new Written(outcome, List.of(finding));
    }
}
