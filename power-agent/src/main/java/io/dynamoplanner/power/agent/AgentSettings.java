package io.dynamoplanner.power.agent;

import io.dynamoplanner.power.cap.CapPolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * How an agent works.
 *
 * @param interval how often boards are looked at without a reason
 * @param shutdown what becomes of limits when the process ends
 * @param shutdownBudget how long that may take; less than the grace period of the pod
 */
public record AgentSettings(
        CapPolicy policy, Mode mode, Duration interval, Shutdown shutdown, Duration shutdownBudget) {
    public AgentSettings {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(mode, "mode");
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval: " + interval + " is too short");
        }
    }

    /** What becomes of limits when the process ends. */
    public enum Shutdown {
        /** What was before is put back: an agent that is not there cannot guard a limit. */
        RESTORE,
        /** They stay, and the state file hands them to the next process: an upgrade without a power spike. */
        KEEP
    }
}
