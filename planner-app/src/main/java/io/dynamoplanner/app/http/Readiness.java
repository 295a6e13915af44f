package io.dynamoplanner.app.http;

import io.dynamoplanner.core.finding.Finding;
import java.util.List;
import java.util.Objects;

/**
 * How far a planner has come, and what stands out. A planner that may not write is ready nevertheless: what blocks it is
 * outside of it, and another copy would not fare better.
 *
 * @param findings what stands at present, the most serious first
 */
public record Readiness(Phase phase, List<Finding> findings) {
    public Readiness {
        Objects.requireNonNull(phase, "phase");
        findings = List.copyOf(findings);
    }

    /** How far it has come. */
    public enum Phase {
        /** Nothing has been decided yet. */
        STARTING,
        /** It watches and does not decide: another process leads, or a finding blocks. */
        OBSERVING,
        /** The first decision has been made. */
        PLANNING
    }

    public boolean isReady() {
        return phase != Phase.STARTING;
    }
}
